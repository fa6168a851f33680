"""Candidates by scikit-learn, run with the Python of the peers; prints JSON.

    PYTHON -m bench.peer_tfidf FOLDER

Letter triples within words, weighted by how rare they are, a sparse product, the ten greatest.
"""

import json
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import (  # type: ignore[import-not-found,unused-ignore]
    TfidfVectorizer,
)

from bench.screen_jobs import TOP, recall, texts

AT_ONCE = 500


def main() -> None:
    listed, names, wanted = texts(Path(sys.argv[1]))
    cpu, wall = process_time(), perf_counter()
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    right = vectorizer.fit_transform(listed).T.tocsr()
    left = vectorizer.transform(names)
    found: set[tuple[int, int]] = set()
    for start in range(0, left.shape[0], AT_ONCE):
        product: Any = left[start : start + AT_ONCE] @ right
        for row in range(product.shape[0]):
            begin, end = product.indptr[row : row + 2]
            scores, places = product.data[begin:end], product.indices[begin:end]
            if len(scores) > TOP:
                places = places[np.argpartition(-scores, TOP)[:TOP]]
            found.update((start + row, place) for place in places.tolist())
    cpu, wall = process_time() - cpu, perf_counter() - wall
    print(json.dumps({"cpu": cpu, "wall": wall, "recall": recall(found, wanted)}))


if __name__ == "__main__":
    main()
