"""Use cases: the only place that combines storage, hosts, content and record."""
