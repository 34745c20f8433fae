"""Train the person recogniser of `extract.fields.persons`: `python -m extract.training.persons CORPORA OUT`.

CORPORA is a folder with the corpora `idner-news-2k` and `nergrit`; the annotated articles are those of the project.
Training takes a few minutes on one core and gives the same model each time on the same machine. OUT gets the model and
`scores.json`, its scores on what it has not seen.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config

from extract.document import blank_language
from extract.training.articles import own_articles
from extract.training.corpora import Sentence, Substitutes, names_in, place_names, read_articles, read_columns

CONFIG = Path(__file__).with_name("persons.cfg")
REGIONS = Path(__file__).parents[1] / "reference"
#: Files of the corpora: to learn from, to choose the best model by, and to score it on.
TRAIN = ("idner-news-2k/train.txt", "nergrit/train.txt")
DEV = ("idner-news-2k/dev.txt", "nergrit/valid.txt")
TEST = ("idner-news-2k/test.txt", "nergrit/test.txt")
#: Whose names stand in for those of our own texts: Indonesian ones, mostly of people in politics.
NAMES = "idner-news-2k/train.txt"
#: Every so many articles of our own one helps to choose the model instead of being learnt from.
_HELD_BACK = 6
#: How many times a sentence of our own is seen with other people and places: with a name in it, and without.
_RENAMED, _MOVED = 12, 3
#: Steps of the first model, which only has to find sentences with people that our annotation passes over.
_FIRST_STEPS = 600
_LABEL = "PER"


def main() -> None:
    """Train, score and write the recogniser."""
    parser = argparse.ArgumentParser(prog="python -m extract.training.persons", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder of the corpora")
    parser.add_argument("out", type=Path, help="folder of the model")
    parser.add_argument("--gold", type=Path, default=Path("tests/gold"), help="folder of the annotated articles")
    options = parser.parse_args()
    scores = make(options.corpora, options.gold, options.out)
    print(json.dumps(scores, indent=1))


def make(corpora: Path, gold: Path, out: Path) -> dict[str, dict[str, float]]:
    """Train on `corpora` and the articles of `gold` with odd numbers; write the model to `out`.

    Returns:
        Precision, recall and F1 on the test sets of the corpora; on the articles of `gold` with even numbers, which
        were not learnt from, the share of officials' names found (their annotation names officials only).
    """
    chance = random.Random(load_config(CONFIG)["system"]["seed"])  # noqa: S311 - no secrets are made
    foreign = [sentence for name in TRAIN for sentence in read_columns(corpora / name)]
    dev = [sentence for name in DEV for sentence in read_columns(corpora / name)]
    first = _train(foreign, dev, max_steps=_FIRST_STEPS)
    own: list[Sentence] = []
    for number, path in enumerate(own_articles(gold)):
        kept = [sentence for sentence in read_articles(path) if not _others(first, sentence)]
        (dev if number % _HELD_BACK == 0 else own).extend(kept)
    names = names_in([*read_columns(corpora / NAMES), *own])
    places = [*place_names(REGIONS / "regencies.csv"), *place_names(REGIONS / "districts.csv")]
    others = Substitutes(names, places, chance)
    own += [others.other(sentence) for sentence in own for _ in range(_RENAMED if sentence.people else _MOVED)]
    learnt = [*foreign, *own]
    chance.shuffle(learnt)
    model = _train(learnt, dev)
    _save(model, out)
    scores = {name: score(model, read_columns(corpora / name)) for name in TEST}
    unseen = [sentence for path in own_articles(gold, even=True) for sentence in read_articles(path)]
    scores["articles with even numbers"] = {"recall": score(model, unseen)["recall"]}
    (out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    return scores


def score(model: Language, sentences: Iterable[Sentence]) -> dict[str, float]:
    """Precision, recall and F1 of whole names."""
    right = found = wanted = 0
    for sentence in sentences:
        seen = {(span.start_char, span.end_char) for span in model(sentence.text).ents}
        marked = {(span.start_char, span.end_char) for span in _marked(model, sentence).ents}
        right, found, wanted = right + len(seen & marked), found + len(seen), wanted + len(marked)
    precision, recall = right / max(1, found), right / max(1, wanted)
    both = precision + recall
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / both, 3) if both else 0.0,
        "names": wanted,
    }


def _others(model: Language, sentence: Sentence) -> bool:
    """Whether `model` sees a person where none is marked: background that the annotation of officials passes over."""
    return any(
        all(span.end_char <= start or span.start_char >= end for start, end in sentence.people)
        for span in model(sentence.text).ents
    )


def _train(learnt: Sequence[Sentence], dev: Sequence[Sentence], *, max_steps: int | None = None) -> Language:
    """A model trained on `learnt`, the one of its stages that does best on `dev`."""
    blank = blank_language()
    with tempfile.TemporaryDirectory(prefix="ikrar-") as folder:
        for name, sentences in {"train": learnt, "dev": dev}.items():
            docs = [_marked(blank, sentence) for sentence in sentences]
            DocBin(docs=docs).to_disk(Path(folder, f"{name}.spacy"))
        overrides: dict[str, str | int] = {f"paths.{name}": f"{folder}/{name}.spacy" for name in ("train", "dev")}
        if max_steps is not None:
            overrides |= {"training.max_steps": max_steps, "training.eval_frequency": min(max_steps, 200)}
        stages = Path(folder, "trained")
        stages.mkdir()
        train(init_nlp(load_config(CONFIG, overrides=overrides, interpolate=False)), stages)
        return spacy.load(stages / "model-best")


def _marked(nlp: Language, sentence: Sentence) -> Doc:
    doc = nlp.make_doc(sentence.text)
    spans = [doc.char_span(start, end, _LABEL, alignment_mode="expand") for start, end in sentence.people]
    doc.ents = spacy.util.filter_spans([span for span in spans if span is not None])
    return doc


def _save(model: Language, out: Path) -> None:
    """Write the model without what tells of the machine it was made on, and without its vocabulary.

    The vocabulary holds every word of the corpora; the recogniser reads words by their hashes and needs none of them.
    """
    model.config["paths"] = dict.fromkeys(model.config["paths"])
    model.meta.update(name="persons", version="1", description="Persons in Indonesian news", license="Apache-2.0")
    model.meta["performance"] = {}
    if out.exists():
        for old in ("config.cfg", "meta.json", "tokenizer"):
            (out / old).unlink(missing_ok=True)
        shutil.rmtree(out / "ner", ignore_errors=True)
    model.to_disk(out, exclude=["vocab"])


if __name__ == "__main__":
    main()
