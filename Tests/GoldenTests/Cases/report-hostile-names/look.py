import html.parser, json, re, xml.dom.minidom, zipfile
class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(); self.scripts = 0; self.tags = set(); self.data = ""; self.inside = False
    def handle_starttag(self, tag, attributes):
        self.tags.add(tag); self.scripts += tag == "script"
        self.inside = ("id", "map-data") in attributes
    def handle_data(self, text):
        if self.inside: self.data += text
    def handle_endtag(self, tag): self.inside = False
page = Page(); text = open("report.html", encoding="utf-8").read(); page.feed(text)
names = [f["properties"]["i"] for f in json.loads(page.data)["blocks"]["features"]]
print("scripts", page.scripts, "b" in page.tags)
print("names", names == ["</script><script>alert(1)</script>", "=cmd|' /C calc'!A0", "]]><!--"])
print("control", "\x07" in text)
word = zipfile.ZipFile("report.docx")
for name in word.namelist():
    if name.endswith((".xml", ".rels")): xml.dom.minidom.parseString(word.read(name))
print("word", word.testzip())
book = zipfile.ZipFile("report.xlsx")
print("formulas", sum(book.read(n).count(b"<f") for n in book.namelist() if "worksheets" in n), b"=cmd" in book.read("xl/sharedStrings.xml"))
