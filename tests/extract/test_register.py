from __future__ import annotations

import pytest

from extract.candidates import RegulationValue
from extract.register import Link, link, read_register, register
from schemas.report import RegulationType

HEADER = "type,number,year,title_id,aliases,status,verified,source,issuer\n"


def cite(kind: RegulationType, number: str | None, year: int | None, as_cited: str) -> Link:
    return link(RegulationValue(kind, number, year, None), as_cited)


@pytest.mark.parametrize(
    ("kind", "number", "year", "as_cited", "key", "status", "suggestion"),
    [
        ("UU", "20", 2023, "UU 20/2023", "UU 20/2023", "known", None),
        ("UU", "5", 2014, "UU Nomor 5 Tahun 2014 tentang ASN", "UU 5/2014", "known", None),
        ("UUD", None, 1945, "UUD 1945", "UUD 1945", "known", None),
        ("PP", "94", 2021, "PP nomor 094 Tahun 2021", "PP 94/2021", "known", None),
        ("PKPU", "15", 2023, "PKPU 15/2023", "PKPU 15/2023", "known", None),
        # any of a joint decree's numbers finds it
        ("SKB", "2", 2022, "SKB Nomor 2 Tahun 2022", "SKB 2/2022", "known", None),
        ("SKB", "800-5474", 2022, "SKB Nomor 800-5474 Tahun 2022", "SKB 800-5474/2022", "known", None),
        ("SKB", "246", 2022, "SKB Nomor 246 Tahun 2022", "SKB 246/2022", "known", None),
        # every issuer has its own numbers
        ("Permen", "49", 2011, "PermenPANRB Nomor 49 Tahun 2011", "Permen PANRB 49/2011", "known", None),
        ("Permen", "49", 2011, "Permendagri Nomor 49 Tahun 2011", "Permen Dagri 49/2011", "unknown", None),
        ("Perban", "6", 2022, "Peraturan BKN Nomor 6 Tahun 2022", "Perban BKN 6/2022", "known", None),
        ("SE", "1", 2023, "Surat Edaran Menteri PANRB Nomor 1 Tahun 2023", "SE PANRB 1/2023", "known", None),
        (
            "Perbup",
            "7",
            2022,
            "Perbup Kabupaten Pulau Jati Nomor 7 Tahun 2022",
            "Perbup Pulau Jati 7/2022",
            "unknown",
            None,
        ),
        ("Surat", "270/12/2023", 2023, "Surat Bupati Nomor 270/12/2023", "Surat 270/12/2023", "unknown", None),
        # misprints
        ("PP", "94", 2020, "PP 94/2020", "PP 94/2020", "suspect", "PP 94/2021"),
        ("PP", "94", 2011, "PP Nomor 94 Tahun 2011", "PP 94/2011", "suspect", "PP 94/2021"),
        ("PP", "94", 2012, "PP No 94 Tahun 2012", "PP 94/2012", "suspect", "PP 94/2021"),
        ("PP", "49", 2021, "PP 49/2021 tentang Disiplin PNS", "PP 49/2021", "suspect", "PP 94/2021"),
        ("UU", "5", 2024, "UU Nomor 5 Tahun 2024 tentang ASN", "UU 5/2024", "suspect", "UU 5/2014"),
        ("UU", "7", 2007, "UU Nomor 7 Tahun 2007", "UU 7/2007", "suspect", "UU 7/2017"),
        ("PP", "94", None, "PP 94", "PP 94", "suspect", "PP 94/2021"),
        ("PP", "20", 2023, "PP Nomor 20 Tahun 2023 tentang ASN", "PP 20/2023", "suspect", "UU 20/2023"),
        # no near form, or one that is about something else
        ("UU", "13", 2003, "UU Nomor 13 Tahun 2003 tentang Ketenagakerjaan", "UU 13/2003", "unknown", None),
        ("PP", "94", 2022, "PP 94/2022 tentang Pupuk", "PP 94/2022", "unknown", None),
        # without a number
        ("UU", None, None, "UU ASN", None, "known", None),
        ("UU", None, None, "UU Kehutanan", None, "unknown", None),
        ("SE", None, None, "Surat Edaran Bupati", None, "unknown", None),
    ],
)
def test_what_a_citation_refers_to(
    kind: RegulationType,
    number: str | None,
    year: int | None,
    as_cited: str,
    key: str | None,
    status: str,
    suggestion: str | None,
) -> None:
    found = cite(kind, number, year, as_cited)
    assert (found.key, found.status, found.suggestion) == (key, status, suggestion)
    assert (found.title is None) or found.status == "known"


def test_titles_come_from_the_register() -> None:
    assert cite("PP", "94", 2021, "PP 94/2021").title == "Disiplin Pegawai Negeri Sipil"
    assert cite("UU", None, None, "UU ASN").title == "Aparatur Sipil Negara"
    assert cite("UU", None, None, "UU Pilkada").title is None


def test_every_row_finds_itself() -> None:
    for entry in register():
        value = RegulationValue(entry.type, entry.number, entry.year, None)
        assert link(value, f"{entry.type} {entry.issuer}").status == "known", entry.key


def test_wrong_rows_are_named_by_their_lines() -> None:
    good = "UU,5,2014,Aparatur Sipil Negara,UU ASN,in force,yes,seen,DPR\n"
    with pytest.raises(ValueError, match=r"line 3: type: .*line 4: number: .*line 5: UU 5/2014 stands twice"):
        read_register(HEADER + good + good.replace("UU,", "Undang,", 1) + good.replace(",5,", ",05,") + good)
    assert [entry.key for entry in read_register(HEADER + good)] == ["UU 5/2014"]
