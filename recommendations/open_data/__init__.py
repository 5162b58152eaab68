"""The whole public record as files: tables that fit together, with what they are, to build on. docs/data.md."""
