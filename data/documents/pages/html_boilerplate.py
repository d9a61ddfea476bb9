"""What of a web page is no content: navigation, cookie banners, footers, votes, lists of related articles."""

import re

from selectolax.lexbor import LexborNode

from data.both_scripts import compiled


def _any(table: str) -> str:
    """Alternatives, one a line of a table, as one regular expression."""
    return "|".join(filter(None, map(str.strip, table.splitlines())))


DROPPED = frozenset(
    "script style noscript template iframe svg canvas object embed form input select textarea nav footer aside video audio map "
    "dialog".split()
)
ROLES = frozenset("navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar tooltip".split())
# Words of a class or an id, between its hyphens, that name what isn't content.
NAMES = re.compile(
    r"(?:^|[\s_-])(?:"
    + _any(r"""
    nav|navbar|navigation|menu|breadcrumbs?|toc|tableofcontents|pagination|pager|pagenav|skip|backtotop|picker
    cookies?|consent|gdpr|onetrust|banner|popup|modal|overlay|promo|advert|ads|newsletter|subscribe|survey
    footer|sidebar|related|relatives|recent(?:ly)?|share|sharing|social|follow|print|contact-us-cta
    feedback|helpful|votes?|voting|ratings?|comments?|reactions?|avatar|author|byline|metadata
    searchbar|search|login|signin|hidden|sr-only|visually-hidden|edit-link|hash-link|headerlink|anchor-link|anchorjs
    editsection|noprint|printfooter|catlinks|navbox|jump-link|site[\s_-]?(?:sub|notice)|local[\s_-]?notice|announcement|cite[\s_-]note
    (?:entry|article|post|page)[\s_-]meta|property-row
    """)
    + r")(?=$|[\s_-])",
    re.IGNORECASE,
)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|__|--")
# A text that begins so, and is no longer than this, belongs to the page and not to its subject.
LONGEST_PHRASE = 160
PHRASES = compiled(
    "^(?:"
    + _any(r"""
    was this (?:article|page|answer|information)?
    did (?:this|we) (?:answer|help)|(?:did|do) you find (?:this|it)|how helpful was|\d+ (?:out )?of \d+ (?:people )?found
    have more questions|still need help|can[’']?t find what|need more help|(?:submit|open) a (?:request|ticket)
    skip to|back to (?:top|all|help|home)|return to top|on this page|in this article|table of contents|you are here|home [›>/»]
    edit this page|(?:previous|next)(?: (?:page|article))?$|all collections|copy link|follow$
    share (?:this|on)|print (?:this )?(?:page|article)?$|powered by|all rights reserved|copyright|©|\(c\) \d{4}
    we use cookies|this (?:web)?site uses cookies|accept (?:all )?cookies|cookie settings
    written by|(?:last )?(?:updated|modified|edited|reviewed) (?:(?:over|about|almost) )?(?:an?|\d+) \w+ ago
    \d+ min(?:ute)?s? read|thank(?:s| you) for your feedback
    (?:note|tip|info|warning|caution|danger|important|success|hinweis|achtung|tipp|wichtig|attention|remarque|nota|注意|提示)[:：]?$
    war dieser (?:artikel|beitrag)|war das hilfreich|wurde ihre frage|inhaltsverzeichnis|nach oben
    wir verwenden cookies|diese (?:web)?seite verwendet
    cet article vous a|ces informations|sommaire$|haut de page|ce site utilise|nous utilisons des cookies
    ¿(?:le|te) (?:ha )?(?:resultó|sido|fue) útil|¿fue útil|este sitio (?:web )?utiliza|usamos cookies|volver arriba
    questo articolo ti|è stato utile|esta página foi útil|este artigo foi|was dit artikel|deze (?:web)?site gebruikt
    (?:本文|这篇文章|该文章|此内容)?(?:是否|对您)?(?:对您)?有(?:所)?(?:帮助|用)吗|返?回(?:到)?(?:顶[部端]|页首)|本页目录|目录$|上一篇|下一篇
    我们使用\s?cookie|(?:版权|著作权)所有|この(?:記事|ページ)は(?:役|お役)|目次$|이 (?:문서|글)(?:이|가) 도움
    """)
    + ")",
    re.IGNORECASE,
)
# Headings whose section only leads to other pages.
LEADS_AWAY = compiled(
    "^(?:"
    + _any(r"""
    (?:you (?:may|might) also (?:like|be interested)|related|recently viewed|recent|popular|promoted|more|other|further|similar)(?: \w+)?
    attachments?|available pages
    (?:notes and )?references|footnotes|einzelnachweise|références|referencias|参考(?:资料|文献)|注释
    see also|next steps|articles in this section|(?:more )?(?:in|from) this section|still need help|need more help
    table of contents|contents|on this page|comments?|share|feedback
    verwandte (?:artikel|themen|beiträge)|ähnliche (?:artikel|themen)|siehe auch|weitere artikel|inhalt
    articles (?:associés|connexes|similaires|liés)|voir aussi|artículos relacionados|ver también|articoli correlati|vedi anche
    artigos relacionados|gerelateerde artikelen|相关(?:文章|内容|问题|阅读|连结)
    延[伸续]阅读|推荐(?:阅读|文章)|热门文章|猜你喜欢|目录|関連記事|관련 (?:문서|글)
    """)
    + r")\s*[:：?？…]?$",
    re.IGNORECASE,
)


def dropped(node: LexborNode) -> bool:
    """Whether an element is, by its tag, its role, its state or its name, no content of the page."""
    if node.tag in DROPPED:
        return True
    attributes = node.attributes
    if "hidden" in attributes and not _folds(node):
        return True
    style = (attributes.get("style") or "").replace(" ", "").lower()
    if (attributes.get("role") or "").lower() in ROLES or (attributes.get("aria-hidden") == "true" and not _folds(node)):
        return True
    if ("display:none" in style or "visibility:hidden" in style) and not _folds(node):
        return True
    names = CAMEL.sub(" ", f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
    return node.tag not in ("h1", "html", "body", "main", "article") and NAMES.search(names) is not None


def _folds(node: LexborNode) -> bool:
    """Whether an element is the folded answer of an accordion, which is hidden until its question is clicked."""
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    return "aria-labelledby" in attributes or any(word in names for word in ("collapse", "accordion", "panel", "answer", "faq"))


def phrase(text: str) -> bool:
    """Whether a text is one of the sentences that help pages have around every article: “Was this helpful?”"""
    return len(text) <= LONGEST_PHRASE and PHRASES.search(text) is not None
