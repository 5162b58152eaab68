"""The UN's papers: reports of the Working Group and addenda, PDF or Word, from lines of text to what they say."""
