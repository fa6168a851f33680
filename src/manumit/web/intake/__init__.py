"""The intake: anyone may write for help, without a name, an account or a trace on the server."""
