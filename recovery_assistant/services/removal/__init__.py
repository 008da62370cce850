"""One removal at a time: seen afresh, agreed to, run, looked at again, put back."""
