"""What stands in the browsers of every system: extensions, permissions, policies; never contents."""
