"""A dataset of invented ceremonies in any number, the same for the same number: articles, reports and events.

Articles read as regional news do: a lead with place, day, number and who led, quotes, laws, and running text in the
words of the Indonesian language by their usual distribution. Half of the ceremonies are told by several outlets, and a
third of those articles are near-copies of another one.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import polars as pl
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from extract.gazetteer import Region, gazetteer
from schemas.article import article_id, text_digest
from schemas.columns import polars_schema
from schemas.parquet import write_table
from schemas.tables import ARTICLES, EVENTS, REPORTS, Table

FIRST = (
    "Ahmad", "Agus", "Andi", "Anita", "Ari", "Bambang", "Budi", "Citra", "Dedi", "Dewi", "Dian", "Dwi", "Eko",
    "Endang", "Fitri", "Gede", "Hadi", "Hendra", "Heru", "Indra", "Iwan", "Joko", "Ketut", "Lina", "Made", "Maria",
    "Muhammad", "Ni", "Nurul", "Nyoman", "Putu", "Rahmat", "Ratna", "Rina", "Rudi", "Sari", "Siti", "Slamet", "Sri",
    "Sugeng", "Suharto", "Syahrul", "Taufik", "Teguh", "Titik", "Tri", "Umar", "Wahyu", "Wayan", "Yanti", "Yohanes",
    "Yudi", "Yusuf", "Zainal", "Zulkifli",
)  # fmt: skip
LAST = (
    "Anggraini", "Arifin", "Aritonang", "Basuki", "Darmawan", "Effendi", "Firdaus", "Ginting", "Gunawan", "Hakim",
    "Halim", "Handayani", "Hartono", "Harahap", "Hasanah", "Hidayat", "Irawan", "Kurniawan", "Kusuma", "Lestari",
    "Lubis", "Mahendra", "Manalu", "Marpaung", "Maulana", "Nainggolan", "Nasution", "Nugroho", "Pakaya", "Pane",
    "Permana", "Prasetyo", "Pratama", "Purnomo", "Rahayu", "Rahman", "Ramadhan", "Rangkuti", "Sapardi", "Santoso",
    "Saputra", "Saragih", "Setiawan", "Siahaan", "Simanjuntak", "Siregar", "Sitompul", "Suryadi", "Susanto",
    "Sutrisno", "Tarigan", "Tobing", "Utomo", "Wibowo", "Widodo", "Wijaya", "Wulandari", "Yulianto",
)  # fmt: skip
LAWS = (
    ("UU", "20", 2023, "Aparatur Sipil Negara"), ("UU", "5", 2014, "Aparatur Sipil Negara"),
    ("PP", "94", 2021, "Disiplin Pegawai Negeri Sipil"), ("UU", "7", 2017, "Pemilihan Umum"),
    ("SKB", "2", 2022, "Pedoman Pembinaan Netralitas Pegawai ASN"),
    ("UU", "10", 2016, "Pemilihan Gubernur, Bupati, dan Wali Kota"),
)  # fmt: skip
GROUPS = ("ASN", "guru", "pegawai", "kepala desa", "camat dan lurah", "PPPK", "tenaga kesehatan")
VENUES = ("halaman kantor bupati", "pendopo kabupaten", "alun-alun kota", "aula sekretariat daerah", "gedung olahraga")
ELECTIONS = (
    ("Pemilu 2024", dt.date(2023, 9, 1), 160), ("Pilkada 2024", dt.date(2024, 7, 1), 145),
    ("Pilkada 2020", dt.date(2020, 8, 1), 125), ("Pemilu 2019", dt.date(2018, 10, 1), 190),
)  # fmt: skip
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
TELLERS = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4)
CHUNK = 5_000
#: Different sentences, of which the texts are made.
SENTENCES = 60_000

Row = dict[str, Any]


def write_dataset(folder: Path, events: int, seed: int = 1) -> None:
    """Write the three tables of `events` ceremonies, told in twice as many reports."""
    frames: dict[str, list[pl.DataFrame]] = {"articles": [], "reports": [], "events": []}
    held: dict[str, list[Row]] = {name: [] for name in frames}

    def flush() -> None:
        for table in (ARTICLES, REPORTS, EVENTS):
            if held[table.name]:
                frames[table.name].append(pl.DataFrame(held[table.name], schema=polars_schema(table), orient="row"))
                held[table.name] = []

    for articles, reports, event in _Newsroom(seed).ceremonies(events):
        held["articles"] += articles
        held["reports"] += reports
        held["events"].append(event)
        if len(held["events"]) == CHUNK:
            flush()
    flush()
    for table in (ARTICLES, REPORTS, EVENTS):
        write_table(table, _joined(table, frames.pop(table.name)), folder)


def _joined(table: Table, frames: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(frames).sort(table.key) if frames else pl.DataFrame(schema=polars_schema(table))


class _Newsroom:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        # Roots are more frequent than what is derived from them.
        roots, derived = _indonesian()
        self.words = self.rng.sample(roots, len(roots)) + self.rng.sample(derived, len(derived))
        weights = list(accumulate(1 / (place + 3) for place in range(len(self.words))))
        lengths = self.rng.choices(range(8, 16), k=SENTENCES)
        self.sentences = [
            " ".join(self.rng.choices(self.words, cum_weights=weights, k=length)).capitalize() + "."
            for length in lengths
        ]
        self.regions = [gazetteer().region(code) for code in sorted(gazetteer().centroids)]
        self.people = {
            region.code: [
                " ".join((self.rng.choice(FIRST), *self.rng.sample(LAST, self.rng.choice((1, 1, 2)))))
                for _ in range(12)
            ]
            for region in self.regions
        }

    def ceremonies(self, number: int) -> Iterator[tuple[list[Row], list[Row], Row]]:
        for made in range(number):
            region = self.rng.choice(self.regions)
            election, start, days = self.rng.choice(ELECTIONS)
            day = start + dt.timedelta(days=self.rng.randrange(days))
            people = [
                (name, office, f"Drs. H. {name}, M.Si.")
                for name, office in zip(
                    self.rng.sample(self.people[region.code], 3),
                    (f"Bupati {region.bare}", f"Sekretaris Daerah {region.bare}", f"Ketua Bawaslu {region.bare}"),
                    strict=True,
                )
            ]
            facts: Row = {
                "date": day, "date_end": None, "date_basis": "explicit",
                "regency_code": region.code, "regency": region.name, "province_code": region.province_code,
                "province": gazetteer().region(region.province_code).name, "level": "regency",
                "organizer": f"Pemerintah {region.name}", "venue": self.rng.choice(VENUES),
                "activities": ["ikrar"] if self.rng.random() < 0.5 else ["ikrar", "pakta_integritas"],
                "elections": [election],
            }  # fmt: skip
            count, group = self.rng.randrange(20, 4000), self.rng.choice(GROUPS)
            laws = self.rng.sample(LAWS, self.rng.randrange(3))
            told = [
                self._told(made, teller, region, facts, people, count, group, laws)
                for teller in range(self.rng.choice(TELLERS))
            ]
            yield self._merged(made, facts, region, told)

    def _merged(
        self, made: int, facts: Row, region: Region, told: list[tuple[Row, Row]]
    ) -> tuple[list[Row], list[Row], Row]:
        articles, reports = [one for one, _ in told], [one for _, one in told]
        for article in articles[1:]:
            if self.rng.random() < 1 / 3:
                article["duplicate_of"] = articles[0]["article_id"]
                article["text"] = articles[0]["text"]
        best = reports[0]
        point = gazetteer().centroid(region.code)
        named = {"report_id": best["report_id"]}
        event = facts | {
            "event_id": f"ev-{made:012x}",
            **{name: [one | named for one in best[name]] for name in ("officials", "participants", "regulations")},
            "participants_total": best["participants_total"],
            "pledge": [],
            "evidence": [one | named for one in best["evidence"]],
            "confidence": max(one["confidence"] for one in reports),
            "reviewed": False,
            "report_ids": sorted(one["report_id"] for one in reports),
            "urls": sorted(one["url"] for one in reports),
            "outlets": sorted({one["outlet"] for one in reports}),
            "n_reports": len(reports),
            "n_outlets": len({one["outlet"] for one in reports}),
            "n_voices": sum(one["duplicate_of"] is None for one in articles),
            "conflicts": [],
            "first_published_at": min(one["published_at"] for one in reports),
            "latitude": point.latitude,
            "longitude": point.longitude,
        }
        return articles, reports, event

    def _told(
        self, made: int, teller: int, region: Region, facts: Row, people: list[tuple[str, str, str]], count: int,
        group: str, laws: list[tuple[str, str, int, str]],
    ) -> tuple[Row, Row]:  # fmt: skip
        outlet = f"outlet-{self.rng.randrange(400):03}"
        day = facts["date"]
        title = f"{count} {group} {region.bare} Ucapkan Ikrar Netralitas Jelang {facts['elections'][0]}"
        text = _Text(f"{region.bare.upper()}, {outlet} – Sebanyak ")
        counted = text.add(f"{count} {group}", f" di lingkungan Pemerintah {region.name} ")
        acted = text.add("mengucapkan ikrar netralitas ASN", " dan menandatangani pakta integritas di ")
        placed = text.add(facts["venue"], ", ")
        dated = text.add(f"{day.day} {MONTHS[day.month - 1]} {day.year}", f". {self._sentences(2)} Ikrar dipimpin ")
        officials = []
        for place, (name, office, written) in enumerate(people):
            start, end = text.add(f"{office} {written}", f". “{self._sentences(1)}” katanya. {self._sentences(2)} ")
            role = "leader" if place == 0 else "speaker"
            officials.append(
                {"name": name, "name_as_written": written, "office": office, "acting": None, "role": role,
                 "start": start, "end": end}
            )  # fmt: skip
        regulations = []
        for kind, number, year, about in laws:
            cited = f"{kind} Nomor {number} Tahun {year}"
            start, end = text.add(cited, f" tentang {about}. {self._sentences(1)} ")
            regulations.append(
                {"type": kind, "number": number, "year": year, "provision": None, "as_cited": cited,
                 "key": f"{kind} {number}/{year}", "title": about, "status": "known", "suggestion": None,
                 "start": start, "end": end}
            )  # fmt: skip
        text.add(self._sentences(self.rng.randrange(2, 8)), "")
        url = f"https://{outlet}.example/{made}-{teller}"
        article = article_id(url)
        published = dt.datetime.combine(day, dt.time(4), dt.UTC) + dt.timedelta(minutes=self.rng.randrange(2880))
        evidence = (("participants_total", counted), ("activities.ikrar", acted), ("venue", placed), ("date", dated))
        source = {"article_id": article, "url": url, "outlet": outlet, "title": title, "published_at": published}
        return {
            **source, "canonical_url": url, "author": None, "fetched_at": published + dt.timedelta(days=1),
            "language": "id", "text": text.text, "text_digest": text_digest(text.text), "duplicate_of": None,
            "discovered_by": "feed", "warc_file": "ikrar.warc.gz", "warc_offset": made, "http_status": 200,
        }, {
            **source, **facts, "report_id": f"{article}-1", "officials": officials,
            "participants": [{"count": count, "count_max": None, "qualifier": "exact", "group": group,
                              "start": counted[0], "end": counted[1]}],
            "participants_total": count, "regulations": regulations, "pledge": [],
            "evidence": [{"field": field, "start": at[0], "end": at[1], "in_title": False} for field, at in evidence],
            "confidence": round(self.rng.uniform(0.5, 1), 3), "reviewed": False,
        }  # fmt: skip

    def _sentences(self, number: int) -> str:
        return " ".join(self.rng.choices(self.sentences, k=number))


class _Text:
    def __init__(self, begin: str) -> None:
        self.text = begin

    def add(self, words: str, after: str) -> tuple[int, int]:
        """Add `words` and what stands behind them; the span of the words."""
        start = len(self.text)
        self.text += words + after
        return start, start + len(words)


def _indonesian() -> tuple[list[str], list[str]]:
    """Roots and derived words of Indonesian, from the stemmer's dictionary."""
    dictionary = DefaultDictionaryFactory().get_dictionary("id")
    plain = {_text(word): _text(root) for word, root in dictionary.items()}
    roots = {root for root in plain.values() if root.isalpha() and root.islower() and len(root) > 1}
    derived = {word for word in plain if word.isalpha() and word.islower() and word not in roots}
    return sorted(roots), sorted(derived)


def _text(word: str | bytes) -> str:
    return word.decode() if isinstance(word, bytes) else word
