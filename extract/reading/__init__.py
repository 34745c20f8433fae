"""From what was kept to articles: archives, pages, text files, folders of them; what cannot be read is named."""
