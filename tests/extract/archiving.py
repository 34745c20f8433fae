"""Web archives made for a test."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from schemas.capture import CAPTURE_TYPE, Capture

FETCHED = datetime(2024, 10, 5, 3, 0, tzinfo=UTC)


def page(text: str = "", *, title: str = "Pegawai Membaca Ikrar di Halaman Kantor", head: str = "") -> bytes:
    """An article page of some length about an ikrar netralitas."""
    paragraphs = (
        "Para pegawai mengucapkan ikrar netralitas di halaman kantor kabupaten pada Senin pagi yang cerah.",
        "Setelah ikrar dibacakan, perwakilan tiap dinas menandatangani pakta integritas di hadapan bupati.",
        text or "Kegiatan itu ditutup dengan doa bersama dan foto seluruh peserta di tangga kantor.",
    )
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html lang='id'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body><article>"
        f"<h1>{title}</h1><div class='entry-content'>{body}</div></article></body></html>"
    ).encode()


def capture(**changes: object) -> Capture:
    """What the crawler writes about an article page."""
    values = {"outlet": "kabar-uji", "route": "feed", "fetched_at": FETCHED, "article": True}
    return Capture.model_validate(values | changes)


class ArchiveBuilder:
    """Collects records; `data` is the archive."""

    def __init__(self, *, gzip: bool = True) -> None:
        self._file = io.BytesIO()
        self._writer = WARCWriter(self._file, gzip=gzip)
        self._writer.write_record(self._writer.create_warcinfo_record("test.warc", {"software": "a test"}))

    @property
    def data(self) -> bytes:
        return self._file.getvalue()

    def add(
        self,
        url: str,
        body: bytes,
        *,
        captured: Capture | None = None,
        status: str = "200 OK",
        headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),),
        fetched_at: datetime = FETCHED,
    ) -> int:
        """A response with its request, and the crawler's metadata if given; where the response begins."""
        offset = self._file.tell()
        response = self._writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(status, list(headers), protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ")},
        )
        self._writer.write_record(response)
        identifier = response.rec_headers.get_header("WARC-Record-ID")
        self._writer.write_record(
            self._writer.create_warc_record(
                url,
                "request",
                http_headers=StatusAndHeaders("GET / HTTP/1.1", [("Host", "x.example")], is_http_request=True),
                warc_headers_dict={"WARC-Concurrent-To": identifier},
            )
        )
        if captured:
            self.metadata(url, captured.to_fields(), identifier)
        return offset

    def metadata(self, url: str, fields: bytes, refers_to: str) -> None:
        """A metadata record about another record."""
        self._writer.write_record(
            self._writer.create_warc_record(
                url,
                "metadata",
                payload=io.BytesIO(fields),
                length=len(fields),
                warc_content_type=CAPTURE_TYPE,
                warc_headers_dict={"WARC-Refers-To": refers_to},
            )
        )

    def record(self, kind: str, url: str, body: bytes, content_type: str) -> None:
        """A record of any other kind."""
        self._writer.write_record(
            self._writer.create_warc_record(
                url, kind, payload=io.BytesIO(body), length=len(body), warc_content_type=content_type
            )
        )

    def revisit(self, url: str) -> None:
        """A record that says the page was the same as before."""
        self._writer.write_record(
            self._writer.create_revisit_record(url, "sha1:" + "A" * 32, url, "2024-01-01T00:00:00Z")
        )
