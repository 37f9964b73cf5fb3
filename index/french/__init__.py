"""French text → terms: what is indexed, what is looked up, and where each term stands in the text.

The stored text stays as it was; only terms are normalised. `rules` lists the rules in order,
lossless and lossy ones apart, `split` says what a token is, the other modules hold one subject
each. Every language list is a data file in this folder with its source at its head.
"""

from index.french.fold import fold, fold_key, slugify
from index.french.split import scan
from index.french.stem import stem
from index.french.tokens import (
    Terms,
    Token,
    all_terms,
    exact_term,
    exact_terms,
    folded_term,
    folded_terms,
    stemmed_term,
    stemmed_terms,
    tokens,
)
from index.french.typed import WordTerms, query_terms

__all__ = [
    "Terms",
    "Token",
    "WordTerms",
    "all_terms",
    "exact_term",
    "exact_terms",
    "fold",
    "fold_key",
    "folded_term",
    "folded_terms",
    "query_terms",
    "scan",
    "slugify",
    "stem",
    "stemmed_term",
    "stemmed_terms",
    "tokens",
]
