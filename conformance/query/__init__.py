"""The query language: which results are meant. The same in the command line and, by `query.js`, in the report."""
