"""Write examples/kursk/09-briefing-note.pdf, the example of a report that comes as a PDF.

The text is our own and stands below; fpdf2 (LGPL-3.0, a development tool only) sets it in a font every reader has. The
creation date is fixed, so the same program gives the same bytes.

    python scripts/make_example_pdf.py
"""

from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF

OUT = Path(__file__).resolve().parent.parent / "examples" / "kursk" / "09-briefing-note.pdf"
PUBLISHED = datetime(2024, 12, 24, 8, 0, tzinfo=UTC)
TITLE = "Briefing note 17: who has said what about North Korean losses"
HEAD = (
    "Example report written for the reportedly repository; facts and figures as publicly reported in December 2024. "
    "The institute is fictional."
)
PARAGRAPHS = (
    "Open Brief Institute, 24 December 2024",
    "This note lists statements on the record. It adopts none of them.",
    "Ukraine. The Commander-in-Chief said in mid-December that Russia was using North Korean soldiers in intensive attacks in "
    "the Kursk region. Military intelligence (HUR) reported on 16 December that at least 30 of them had been killed or wounded "
    "near the villages of Plekhovo, Vorozhba and Martynovka, and on 17 December it gave at least 200 casualties. HUR "
    "also stated that North Koreans had opened fire on a Russian unit by mistake and killed eight of its soldiers, blaming "
    "the language barrier. President Zelensky put the killed and wounded at more than 3,000 on 23 December.",
    "South Korea. The National Intelligence Service, in a briefing to lawmakers on 19 December, gave at least 100 killed and "
    "about 1,000 wounded. The Joint Chiefs of Staff gave about 1,100 killed or wounded on 23 December.",
    "United States. The Pentagon has said that about 11,000 North Korean troops are in the Kursk region. An unnamed US "
    "official told reporters on 17 December that several hundred had become casualties.",
    "Russia. Officials have neither confirmed nor denied the deployment. The Kremlin's spokesman has declined to comment on "
    "the losses and referred reporters to the Ministry of Defence.",
    "North Korea. The delegation to the United Nations dismissed reports of a deployment as groundless rumours in October. No "
    "official North Korean source has spoken of losses.",
    "Assessment. The figures of 19 and 23 December from Seoul agree if the second adds the dead to the wounded. Kyiv's figure is "
    "almost three times as high. We could not establish whether it includes men lost to illness or accident.",
)


def main() -> None:
    pdf = FPDF(format="A4")
    pdf.set_title(TITLE)
    pdf.set_author("Open Brief Institute")
    pdf.set_creation_date(PUBLISHED)
    pdf.set_margin(22)
    pdf.add_page()
    pdf.set_font("Times", "I", 9)
    pdf.multi_cell(0, 5, HEAD, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)
    pdf.set_font("Times", "B", 16)
    pdf.multi_cell(0, 8, TITLE, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(3)
    pdf.set_font("Times", "", 11)
    for paragraph in PARAGRAPHS:
        pdf.multi_cell(0, 6, paragraph, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(3)
    pdf.output(str(OUT))


if __name__ == "__main__":
    main()
