"""Fictional names: plausible in sound, taken from trees, plants and birds, from no real town."""

TREES = """
云杉 白桦 丹枫 棠梨 椿晖 槐荫 柳岸 榆荫 松涛 枫晚 杏林 桐声 梧叶 桦影
桃溪 芦汀 苇荡 兰圃 菱塘 荷风 梅影 竹里 桂子 樱语 榛丘 杞园 茶烟 麦香
稻语 禾丰 莲心 芷兰 蕙草 葵阳 菊隐 鹤鸣 鹭鸣 雁归 燕来 鹊起 莺啼
""".split()
MODS = "东 西 南 北 前 后 中 新 小 上".split()
COMMUNITIES = "槐荫 柳岸 榆荫 松涛 枫晚 杏林 桐声 棠梨 椿晖 梧叶 桦影 桃溪 芦汀".split()
STREETS = ["云杉街道", "白桦街道"]
QUARTER_ENDS = dict(
    core="胡同片 老院 巷里 大院".split(),
    mid="家园 小区 新村 公寓".split(),
    new="华府 雅苑 名城 花园 新城".split(),
    village="屯 窝堡".split(),
    fringe="屯 窝堡 围子 岗子 店".split(),
    industry="宿舍区 工人村".split(),
)


class Names:
    """Hands out names in a fixed order, each once."""

    def __init__(self):
        self.used = set()
        self.turns = {}

    def _next(self, ends):
        while True:
            turn = self.turns.get(ends[0], 0)
            self.turns[ends[0]] = turn + 1
            tree = TREES[turn * 17 % len(TREES)]
            end = ends[(turn // len(TREES) + turn) % len(ends)]
            level = turn // (len(TREES) * len(ends))
            name = tree + (MODS[level - 1] if level else "") + end
            if name not in self.used:
                self.used.add(name)
                return name

    def street(self):
        return self._next("街 路 巷 胡同".split())

    def quarter(self, zone):
        return self._next(QUARTER_ENDS[zone])
