"""The API: the public record for programs, read only, with the filters and names of the pages. docs/api.md."""
