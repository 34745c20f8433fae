"""Reports and articles of invented ceremonies, in any number, the same for the same number."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from extract.gazetteer import gazetteer
from schemas.article import Article, text_digest
from schemas.report import Evidence, Official, Participants, Regulation, Report

_FIRST = ("Rudi", "Siti", "Ahmad", "Made", "Yohanes", "Dewi", "Bambang", "Nur", "Andi", "Teguh", "Ratna", "Hendra")
_LAST = (
    "Wibisana",
    "Lestari",
    "Siregar",
    "Pakaya",
    "Nasution",
    "Manuhutu",
    "Prasetya",
    "Kusumah",
    "Tandilangi",
    "Hasan",
)
_VENUES = ("halaman kantor bupati", "Pendopo", "Alun-alun", "Lapangan Merdeka", "Aula Setda", "GOR")
_GROUPS = ("ASN", "guru", "pegawai", "camat dan lurah", "PPPK")
_START = dt.date(2023, 1, 2)
_SPAN = 1_000
#: Reports of one ceremony, drawn from.
_TELLERS = (1, 1, 1, 2, 2, 3, 4, 5)


def reports(number: int, seed: int = 1) -> Iterator[Report]:
    """`number` reports of ceremonies in every regency over a thousand days; outlets differ as outlets do."""
    rng = random.Random(seed)
    codes = sorted(gazetteer().centroids)
    made = ceremony = 0
    while made < number:
        ceremony += 1
        code = rng.choice(codes)
        day = _START + dt.timedelta(days=rng.randrange(_SPAN))
        people = [f"{rng.choice(_FIRST)} {rng.choice(_LAST)} {rng.choice(_LAST)}" for _ in range(4)]
        count, venue = rng.randrange(20, 4000), rng.choice(_VENUES)
        for _ in range(min(rng.choice(_TELLERS), number - made)):
            made += 1
            yield _report(rng, f"a{made:07d}", code, day, people, count, venue)


def articles(number: int, seed: int = 1) -> Iterator[Article]:
    """`number` articles of some 350 words, three in ten of them lightly edited copies of earlier ones."""
    rng = random.Random(seed)
    letters = "abdegiklmnoprstu"
    words = ["".join(rng.choice(letters) for _ in range(rng.randrange(3, 10))) for _ in range(8_000)]
    weights = [1 / (place + 5) for place in range(len(words))]
    originals: list[list[str]] = []
    for made in range(number):
        if originals and rng.random() < 0.3:
            told = list(rng.choice(originals))
            for _ in range(12):
                told[rng.randrange(len(told))] = rng.choice(words)
            told = told[: int(len(told) * rng.uniform(0.8, 1))]
        else:
            told = rng.choices(words, weights=weights, k=rng.randrange(200, 500))
            originals.append(told)
        text = " ".join(told)
        yield Article(
            article_id=f"a{made:07d}",
            url=None,
            canonical_url=None,
            outlet="outlet",
            title=None,
            author=None,
            published_at=dt.datetime(2023, 1, 2, tzinfo=dt.UTC) + dt.timedelta(minutes=made),
            fetched_at=None,
            language="id",
            text=text,
            text_digest=text_digest(text),
            duplicate_of=None,
            discovered_by=None,
            warc_file=None,
            warc_offset=None,
            http_status=None,
        )


def _report(
    rng: random.Random, article: str, code: str, day: dt.date, people: list[str], count: int, venue: str
) -> Report:
    places = gazetteer()
    region = places.region(code)
    relative = rng.random() < 0.3
    told_day = day + dt.timedelta(days=1) if relative and rng.random() < 0.1 else day
    told_count = count if rng.random() < 0.8 else count + rng.randrange(1, 30)
    published = dt.datetime.combine(day, dt.time(3), dt.UTC) + dt.timedelta(hours=rng.randrange(48))
    offices = (f"Bupati {region.bare}", f"Sekretaris Daerah {region.bare}", "Ketua Bawaslu", "Kapolres")
    told = sorted(rng.sample(range(4), rng.randrange(1, 5)))
    officials = [
        Official(
            name=people[n],
            name_as_written=f"Drs. {people[n]}",
            office=offices[n],
            acting=None,
            role="leader" if n == told[0] else "speaker",
            start=100 + 40 * n,
            end=130 + 40 * n,
        )
        for n in told
    ]
    dated = rng.random() < 0.97
    return Report(
        report_id=f"{article}-1",
        article_id=article,
        url=f"https://outlet.example/{article}",
        outlet=f"outlet-{rng.randrange(300)}",
        title=f"ASN {region.bare} Ucapkan Ikrar Netralitas di {venue}",
        published_at=published,
        date=told_day if dated else None,
        date_end=None,
        date_basis=("relative" if relative else "explicit") if dated else None,
        regency_code=code,
        regency=region.name,
        province_code=region.province_code,
        province=places.region(region.province_code).name,
        level="regency",
        organizer=f"Pemerintah {region.name}" if rng.random() < 0.6 else None,
        venue=venue if rng.random() < 0.7 else None,
        activities=["ikrar", "pakta_integritas"] if rng.random() < 0.5 else ["ikrar"],
        elections=["Pemilu 2024"],
        officials=officials,
        participants=[
            Participants(
                count=told_count, count_max=None, qualifier="exact", group=rng.choice(_GROUPS), start=5, end=15
            )
        ],
        participants_total=told_count,
        regulations=[
            Regulation(
                type="UU",
                number="20",
                year=2023,
                provision=None,
                as_cited="UU Nomor 20 Tahun 2023",
                key="UU 20/2023",
                title="Aparatur Sipil Negara",
                status="known",
                suggestion=None,
                start=300,
                end=322,
            )
        ],
        pledge=[],
        evidence=[
            Evidence(field=name, start=50, end=60, in_title=False)
            for name in ("date", "regency_code", "venue", "activities.ikrar", "elections.Pemilu 2024")
        ],
        confidence=round(rng.uniform(0.5, 1), 3),
        reviewed=False,
    )
