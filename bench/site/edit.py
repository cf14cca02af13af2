"""A file that is changed and put back."""

import os

from programs import read


class Edit:
    """Puts the file back at its end, whatever happens."""

    def __init__(self, path):
        self.path, self.original = path, read(path)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.undo()

    def change(self, how, at):
        """Saves what `how` makes of the text and a number, so that no two saves are the same."""
        self.write(how(self.original, at))

    def undo(self):
        self.write(self.original)

    def write(self, text):
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(text)


def first_story(root):
    """The file of a story in its source language."""
    stories = os.path.join(root, "content", "stories")
    return os.path.join(stories, min(os.listdir(stories), key=lambda name: (name[0] == "_", name)), "index.en.md")
