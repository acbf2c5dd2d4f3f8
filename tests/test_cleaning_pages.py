"""Articles made up for these tests, with the furniture that pages of many outlets leave in them."""

# ruff: noqa: E501 - paragraphs are one line, as on the pages
from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import pytest

import framing as fr


class Scraped(NamedTuple):
    """An article as scraped, and what is to become of it."""

    outlet: str
    text: str
    report: str  # paragraphs that stay, in order
    fields: dict[str, str] = {}  # noqa: RUF012
    title: str | None = None


PAGES = {
    "guardian": Scraped(
        "The Guardian",
        """Ferry company told to repay passengers after winter of cancellations

Regulator says travellers were kept waiting for refunds in breach of the rules

Anna Vole in Tolby
Fri 3 Nov 2023 14.20 GMT
Share
The company that runs the ferries to Skerry must repay 41,000 passengers, the regulator ruled on Friday.

“People paid for crossings that never took place,” said Mara Finch, who leads the regulator.

Sign up to First Edition
Free daily newsletter
Our morning email breaks down the key stories of the day, telling you what’s happening and why it matters
Enter your email address
Sign up
Privacy Notice: Newsletters may contain info about charities, online ads, and content funded by outside parties. For more information see our Privacy Policy.
after newsletter promotion

The company said that it would study the ruling. It has until March to pay.

Photograph: Bo Lund/The Guardian

Explore more on these topics
Ferries
Consumer rights
Skerry
Reuse this content""",
        """The company that runs the ferries to Skerry must repay 41,000 passengers, the regulator ruled on Friday.

“People paid for crossings that never took place,” said Mara Finch, who leads the regulator.

The company said that it would study the ruling. It has until March to pay.""",
        {
            "title": "Ferry company told to repay passengers after winter of cancellations",
            "subtitle": "Regulator says travellers were kept waiting for refunds in breach of the"
            " rules",
            "author": "Anna Vole",
        },
    ),
    "bbc": Scraped(
        "BBC",
        """Bridge in Tolby closed after cracks are found

Published
3 November 2023

By Cal Rowe
BBC News, Tolby

Image source, Getty Images
Image caption,
The bridge carries 20,000 vehicles a day

Engineers closed the Tarrow Bridge on Thursday night after an inspection found cracks in two of its pillars.

The council said it did not know how long the work would take.

Drivers face a detour of 14 miles, and bus services have been halved, the council added.

Related topics
Tolby
Bridges

More on this story
Why old bridges worry engineers
Published
2 October
The town that lost its bridge
Published
11 July""",
        """Engineers closed the Tarrow Bridge on Thursday night after an inspection found cracks in two of its pillars.

The council said it did not know how long the work would take.

Drivers face a detour of 14 miles, and bus services have been halved, the council added.""",
        {"author": "Cal Rowe", "title": "Bridge in Tolby closed after cracks are found"},
    ),
    "al jazeera": Scraped(
        "Al Jazeera",
        """Fishermen of Skerry return to sea after strike

The eight-week strike over quotas ended with a vote on Thursday.

Boats leave the harbour of Skerry at dawn [File: Mo Tarr/Reuters]
By Al Jazeera Staff
Published On 3 Nov 20233 Nov 2023

The fishermen of Skerry went back to sea on Friday after a strike of eight weeks that had emptied the markets of the coast.

Read more
list of 3 items
list 1 of 3
Why the quotas were cut
list 2 of 3
Photos: A coast without fish
list 3 of 3
What herring can tell us
end of list

“We got half of what we wanted,” said Ola Brandt, who owns two boats.

Source: Al Jazeera and news agencies""",
        """The fishermen of Skerry went back to sea on Friday after a strike of eight weeks that had emptied the markets of the coast.

“We got half of what we wanted,” said Ola Brandt, who owns two boats.""",
        {
            "agency": "news agencies",
            "subtitle": "The eight-week strike over quotas ended with a vote on Thursday.",
            "caption": "Boats leave the harbour of Skerry at dawn [File: Mo Tarr/Reuters]",
        },
        title="Fishermen of Skerry return to sea after strike",
    ),
    "fox": Scraped(
        "Fox News",
        """close
Video
NEWYou can now listen to Fox News articles!
FIRST ON FOX: The governor of Tarrow signed an order on Friday that bans fireworks within a mile of any stable.

CLICK HERE TO GET THE FOX NEWS APP

“Horses cannot vote, so I will speak for them,” Governor Jed Crane said at a rally.

HORSES BOLT AFTER TOWN'S FIREWORKS SHOW

Critics called the order a stunt.

Fox News Digital's Ann Petty contributed to this report.

Jed Lorne is a reporter for Fox News Digital. You can find him on X at @jedlorne.""",
        """FIRST ON FOX: The governor of Tarrow signed an order on Friday that bans fireworks within a mile of any stable.

“Horses cannot vote, so I will speak for them,” Governor Jed Crane said at a rally.

Critics called the order a stunt.""",
    ),
    "ap": Scraped(
        "AP",
        """TOLBY, Corvane (AP) — A judge on Friday let the sale of the Tarrow shipyard go ahead, ending two years of lawsuits.

The yard employs 900 people. The buyer has promised to keep 700 of them.

“Today we can breathe,” said Ines Holt, who has welded there since 1998.

___

Associated Press writers Bo Strand in Redwater and Cy Dow in Halden contributed to this report.

___

Follow AP’s coverage of shipping at https://apnews.com/hub/shipping""",
        """A judge on Friday let the sale of the Tarrow shipyard go ahead, ending two years of lawsuits.

The yard employs 900 people. The buyer has promised to keep 700 of them.

“Today we can breathe,” said Ines Holt, who has welded there since 1998.""",
        {"dateline": "TOLBY, Corvane", "agency": "AP"},
    ),
    "reuters": Scraped(
        "Reuters",
        """By Ann Lee and Bo Chan

TOLBY, Nov 3 (Reuters) - Corvane's central bank left its interest rate at 3.5% on Friday and said that inflation was slowing.

Economists had expected a cut of a quarter of a point.

(Reporting by Ann Lee in Tolby and Bo Chan in Halden; Editing by Cy Dow)

Our Standards: The Reuters Trust Principles.""",
        """Corvane's central bank left its interest rate at 3.5% on Friday and said that inflation was slowing.

Economists had expected a cut of a quarter of a point.""",
        {"author": "Ann Lee\nBo Chan", "dateline": "TOLBY, Nov 3", "agency": "Reuters"},
    ),
    "live blog": Scraped(
        "Daily Clarion",
        """Key events
12:34 GMT
The prime minister has arrived at the palace and is expected to stay for less than an hour, our reporter says.

5h ago
09.20 BST
Crowds gathered before sunrise along the route that the procession will take through the old town.

Share
1.2K shares
This story has been updated with details of the route.""",
        """The prime minister has arrived at the palace and is expected to stay for less than an hour, our reporter says.

Crowds gathered before sunrise along the route that the procession will take through the old town.""",
    ),
    "cookie banner": Scraped(
        "Tolby Post",
        """We use cookies and similar technologies to give you the best experience. By clicking "Accept", you agree to our use of cookies.
Accept all
Manage preferences
Menu
Home > News > Local
Swans block the harbour road for three hours
Published: 11:05, 3 November 2023 | Updated: 12:40, 3 November 2023
Some forty swans sat down on the harbour road on Friday morning and would not move until noon.
Police closed the road in both directions and waited.
Advertisement
"You cannot argue with a swan," said Constable Amy Dray.
Tags: swans, traffic, harbour
Comments (12)
You may also like
Heron steals carp from mayor's pond
Ten walks along the Tarrow coast
Copyright © 2023 Tolby Post. All rights reserved.""",
        """Some forty swans sat down on the harbour road on Friday morning and would not move until noon.
Police closed the road in both directions and waited.
"You cannot argue with a swan," said Constable Amy Dray.""",
        {"title": "Swans block the harbour road for three hours"},
    ),
    "pull quotes and links": Scraped(
        "Meridian",
        """Teachers in Halden voted on Friday to keep their schools open through the winter, though half of them have no heating.

'We teach in coats and gloves'
- Head of a primary school

"We teach in coats and gloves," said the head of a primary school, who asked not to be named.

RELATED: Schools count the cost of the cold

READ MORE: Ministers deny that boilers were forgotten

Stay informed with Meridian's newsletters
Sign up to get the best of our reporting every week in your inbox

The ministry has promised 60 boilers by January.

Winter in the classroom: what children told us
Read More »

Unions doubt that promise, since the last one was broken.

Meridian delivers independent coverage of Corvane and its neighbours. To learn more about republishing this content, please fill out this form.""",
        """Teachers in Halden voted on Friday to keep their schools open through the winter, though half of them have no heating.

"We teach in coats and gloves," said the head of a primary school, who asked not to be named.

The ministry has promised 60 boilers by January.

Unions doubt that promise, since the last one was broken.""",
    ),
    "german": Scraped(
        "Tolbyer Bote",
        """Von Anna Müller und Max Kern

Die Fähre nach Skerry fährt ab Montag wieder dreimal am Tag, wie die Reederei am Freitag in Tolby mitteilte.

Im Winter war sie wegen eines Schadens am Ruder sechs Wochen lang ausgefallen. (dpa)""",
        """Die Fähre nach Skerry fährt ab Montag wieder dreimal am Tag, wie die Reederei am Freitag in Tolby mitteilte.

Im Winter war sie wegen eines Schadens am Ruder sechs Wochen lang ausgefallen.""",
        {"author": "Anna Müller\nMax Kern", "agency": "dpa"},
    ),
    "one line": Scraped(
        "Tolby Post",
        "HALDEN (AFP) - Rain fell on Halden for the fortieth day on Friday, and the river rose above"
        ' the old mark at the mill. The mayor asked people to carry their furniture upstairs. "We'
        ' have done this before," he said. Sign up for our newsletter to get the news in your inbox.',
        "Rain fell on Halden for the fortieth day on Friday, and the river rose above the old mark"
        ' at the mill. The mayor asked people to carry their furniture upstairs. "We have done this'
        ' before," he said.',
        {"dateline": "HALDEN", "agency": "AFP"},
    ),
    "opinion": Scraped(
        "Tolby Post",
        """The case for slow trains

Nobody who has crossed the Tarrow moor at forty miles an hour has ever wished that the train went faster.

Speed is a habit, and habits can be dropped.

Ines Vale is a professor of geography at the University of Tolby.

The views expressed in this article are the author's own and do not necessarily reflect the Post's editorial policy.""",
        """Nobody who has crossed the Tarrow moor at forty miles an hour has ever wished that the train went faster.

Speed is a habit, and habits can be dropped.""",
        {"title": "The case for slow trains", "author": "Ines Vale"},
    ),
}

# Paragraphs that look like furniture and are none
PROSE = [
    "By the time police came, the shop was empty and the thieves were on the ferry.",
    "By Monday evening the water had gone down.",
    "Read more books, the minister said.",
    "Share prices fell by a tenth after the announcement.",
    "Sign up for the army and see the world, the poster said.",
    "Follow the money, his father used to say.",
    "Advertisement revenue at the paper has halved since 2015.",
    "Related families live in the same street and share one well.",
    "Photographs of the missing were pinned to the church door.",
    "Watch the harbour, the old man told them, and they watched.",
    "Subscribers to the theory were few, and most of them were dead.",
    "The Reuters building was evacuated at noon.",
    "He was born in London (Ontario) and raised on a farm.",
    "Most read the letter twice before they signed it.",
    "Live music will return to the square in May.",
    "Home is where the kettle is, said Mrs Dray.",
    "Comments by the minister were met with silence.",
    "Copyright law does not protect an idea, the court held.",
    "Loading the ship took two days.",
    "Get out of the house, the officer shouted.",
    "Click, went the lock, and they were free.",
    "Cookies were handed out to the children.",
    "To reach a deal, both sides must give way, said a visitor to the talks.",
    "Correction of the river will cost 40 million, the council says.",
    "The police reported from the scene that nobody was hurt.",
    "The company contributed to this report's findings, the court heard.",
    "Join us, they sang, and thousands did.",
    "Tags on the cattle showed where they had come from.",
    "The fire started at about 12.30 on Friday (AP photographers saw it).",
]


def cleaned(frame: pd.DataFrame) -> pd.DataFrame:
    """The articles cleaned, by the frame's index; each of an outlet of its own."""
    corpus = fr.clean_articles(fr.Corpus.from_frame(frame))
    for article_id, text in frame["text"].items():
        assert fr.original_text(corpus, article_id) == text
    assert fr.clean_articles(corpus) is corpus
    return corpus.articles


@pytest.fixture(scope="module")
def pages() -> pd.DataFrame:
    frame = pd.DataFrame(PAGES.values(), index=pd.Index(PAGES, name="article_id"))
    return cleaned(frame[["outlet", "text", "title"]])


@pytest.mark.parametrize("name", PAGES)
def test_page_comes_out_as_its_report(pages: pd.DataFrame, name: str) -> None:
    assert pages.loc[name, "text"] == PAGES[name].report
    for field, value in PAGES[name].fields.items():
        assert pages.loc[name, field] == value


def test_prose_stays() -> None:
    before = "The council met on Friday to talk about the harbour, the ferry and the fair."
    after = "Its next meeting is in the second week of December, the mayor's office said."
    texts = [
        text
        for sentence in PROSE
        for text in (
            f"{before}\n\n{sentence}\n\n{after}",
            f"{before} {before}\n\n{after}\n\n{sentence}",
            f"{sentence}\n\n{before}\n\n{after}",
            f"{sentence} {before} {after}",
            f"{before} {after} {sentence}",
        )
    ]
    frame = pd.DataFrame({"outlet": [f"Paper {i}" for i in range(len(texts))], "text": texts})
    frame.index = pd.Index(frame.index.astype(str), name="article_id")
    articles = cleaned(frame)
    assert articles["text"].tolist() == texts


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "The ferry sank. Send Facebook Twitter google+ Digg reddit Permalink http://x.test/p/1 "
            "Nobody was hurt. The company said that it would look into what had happened.",
            "The ferry sank. Nobody was hurt. The company said that it would look into what had "
            "happened.",
        ),
        (
            "The ferry sank, and nobody was hurt, the owner said. Share Facebook | Twitter | Email | "
            "Print",
            "The ferry sank, and nobody was hurt, the owner said.",
        ),
        (
            "The owner is on Facebook, Twitter, Reddit and Tumblr, but did not answer there.",
            "The owner is on Facebook, Twitter, Reddit and Tumblr, but did not answer there.",
        ),
        (
            "He left Facebook. Twitter banned him. Reddit Digg came next, the owner said then.",
            "He left Facebook. Twitter banned him. Reddit Digg came next, the owner said then.",
        ),
    ],
)
def test_buttons_go_from_the_middle_of_running_text_and_names_stay(text: str, kept: str) -> None:
    corpus = fr.Corpus.from_frame(pd.DataFrame({"outlet": ["The Post"], "text": [text]}))
    cleaned = fr.clean_articles(corpus).articles
    assert cleaned["text"].iloc[0].strip() == kept
