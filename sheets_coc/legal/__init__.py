"""Drafts of the documents on data protection that a committee needs beside the tool."""
