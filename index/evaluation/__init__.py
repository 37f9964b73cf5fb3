"""How good the ranking is: judged queries, the metrics over them, and a comparison of two settings.

    judgements.read → run.ask (engine, judged) → Run → metrics.means, comparison.compare

docs/evaluation.md has the form of a file of judgements and tells how to read the figures.
"""

from index.evaluation.comparison import Change, Comparison, compare
from index.evaluation.judgements import Judged, JudgementsDamaged, read
from index.evaluation.metrics import METRICS, Metric, ndcg, recall, reciprocal_rank
from index.evaluation.run import Asked, Run, ask
from index.evaluation.settings import BadSetting, adjusted, values_of

__all__ = [
    "METRICS",
    "Asked",
    "BadSetting",
    "Change",
    "Comparison",
    "Judged",
    "JudgementsDamaged",
    "Metric",
    "Run",
    "adjusted",
    "ask",
    "compare",
    "ndcg",
    "read",
    "recall",
    "reciprocal_rank",
    "values_of",
]
