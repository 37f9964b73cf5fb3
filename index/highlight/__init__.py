"""What made a release match, marked in its own text, and the passages that show it best.

Everything that a query looks for is marked wherever it stands by itself, be it with the rest of the
query or without; what is excluded is not, nor function words beside others. `wanted` reads the
tree, `surfaces` knows what each form of a word says, `marker` goes through a text, `passages`
chooses what to show of it. A text is only ever marked, never changed.
"""

from index.highlight.mark import Form, Mark, Span, merged
from index.highlight.marker import Marker, marks
from index.highlight.passages import passages, shown
from index.highlight.window import ELLIPSIS

__all__ = ["ELLIPSIS", "Form", "Mark", "Marker", "Span", "marks", "merged", "passages", "shown"]
