"""Reading the UN's and UPR Info's own files: pure parsers, and one writer."""
