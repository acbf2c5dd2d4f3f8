"""What stands in a folder of features, in words."""

WORDS = (
    "A token is a word as media-framing cuts it (a run of letters and digits, with hyphens and"
    " apostrophes inside it), without regard to case, in Unicode's composed form, with straight"
    " apostrophes and plain hyphens. Numbers are no tokens, but words in n_words. n counts all"
    " words, n_own those of the outlet's own voice, n_quoted those between quotation marks; for one"
    " voice only sentences with at least three words of it count, so n_own and n_quoted need not"
    " add up to n, and where the marks are damaged (quotes_reliable is false) both are 0."
)

README = f"""\
FEATURES OF A CORPUS OF NEWS ARTICLES

What was counted in the articles, without the articles: no sentence, no order of words, no
headline. Made by media-framing. In Python,

    import framing as fr
    study = fr.load_study("this-folder")
    fr.chart("loaded-terms", study)

makes the count-based charts of the study again, with the same numbers; `framing run this-folder`
makes all of them. With other programs, read the Parquet files: in Python
pandas.read_parquet("tokens.parquet"), in R arrow::read_parquet("tokens.parquet"). Nothing in the
folder is executable.

articles.parquet    one row an article of the corpus
    article_id, outlet, and what is known of date (no time zone), event, url, author, section,
    genre, language, weight and further labels; counted: whether the study counts the article
    (copies are left out unless the study keeps them); event_words: three words that tell the
    event; copy_group: the same number for copies of
    one another, where they are kept. The tables below have the articles counted.

sections.parquet    one row an article and section (body, headline)
    n_words, n_sentences; n_words_own, n_words_quoted: words of one voice, in sentences that count;
    quotes_reliable: whether the quotation marks add up.

tokens.parquet      one row an article, section and token
    n, n_own, n_quoted: how often it stands there.

hits.parquet        one row an article, section and pattern of a lexicon
    lexicon, category; pattern: its number in the lexicon, over all categories from 0;
    weight: what a hit adds to the category; n, n_own, n_quoted: hits. A hit counts for a voice if
    all its words are of that voice.

measures.parquet    one row an article and measure that needs sentences (lexical sentiment)
    voice (all, own, quoted), category, numerator, denominator: the article's sums. An outlet's
    value is the sum of its numerators over the sum of its denominators.

sentences.parquet   the same by sentence, for loaded terms and topics too; empty unless each outlet
    has a single article, since intervals rest on its sentences then.

copies.parquet      one row an article that is a copy or was copied
    group, article_id, kind, overlap and what else is known of the copy.

features.json       how the tables were made: the corpus's fingerprint (sha256 of its content), the
    lexicons with their hashes, the study's settings, the columns of metadata left out, and the
    sha256 of each table.

study.toml          the study, to be run on this folder.

*.csv, *.key.json   audits of the study, if it names any: which places were checked by hand, and how
    they were marked; without their texts.

HOW WORDS ARE CUT
{WORDS}
"""
