"""Words by which names of organisations are taken apart: places, forms, trades, branches (rules §5)."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    """Return the words of a text that is set for reading."""
    return frozenset(text.split())


PROVINCES = _words(
    """
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东
    海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 中国
    """
)

CITIES = _words(
    """
    石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安 太原 大同 阳泉 长治 晋城 朔州 晋中
    运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 沈阳 大连 鞍山
    抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 延边
    哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州
    南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 江阴 张家港 常熟 太仓 宜兴 杭州 宁波 温州 嘉兴 湖州
    绍兴 金华 衢州 舟山 台州 丽水 义乌 慈溪 余姚 诸暨 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山
    滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 晋江 石狮 南昌
    景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安
    威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡
    南阳 商丘 信阳 周口 驻马店 济源 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施
    仙桃 潜江 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 广州 韶关 深圳
    珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 顺德 南宁
    柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 三沙 儋州 成都 自贡
    攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 贵阳 六盘水 遵义
    安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 大理 拉萨 日喀则 昌都 林芝 山南 那曲 西安
    铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳
    定西 陇南 西宁 海东 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 石河子 昌吉 库尔勒 喀什
    台北 高雄 台中 台南 新竹
    """
)

BEIJING_DISTRICTS = _words(
    """
    东城 西城 朝阳 海淀 丰台 石景山 门头沟 房山 通州 顺义 昌平 大兴 怀柔 平谷 密云 延庆 亦庄 中关村
    """
)

#: What may follow the name of a place; "" last, so that 北京市 is taken before 北京.
PLACE_ENDINGS = (
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "特别行政区",
    "经济技术开发区",
    "高新技术产业开发区",
    "自治区",
    "自治州",
    "开发区",
    "高新区",
    "新区",
    "地区",
    "省",
    "市",
    "",
)

#: Taken from the end of a name again and again until none is left.
LEGAL_FORMS = (
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "股份公司",
    "集团公司",
    "总公司",
    "公司",
    "集团",
    "控股",
    "股份",
    "有限",
    "责任",
    "有限合伙",
    "特殊普通合伙",
    "普通合伙",
)

LATIN_FORMS = (
    "companylimited",
    "corporation",
    "incorporated",
    "limited",
    "company",
    "holdings",
    "holding",
    "group",
    "coltd",
    "corp",
    "gmbh",
    "inc",
    "ltd",
    "llc",
    "plc",
    "co",
    "sa",
    "ag",
)

#: A part of a legal person, or perhaps one itself: only an entry of the table of units tells (§5.5).
BRANCH_ENDINGS = (
    "附属医院",
    "分公司",
    "子公司",
    "办事处",
    "事业部",
    "研究所",
    "研究院",
    "研究中心",
    "实验室",
    "分行",
    "支行",
    "分院",
    "分校",
    "学院",
    "医院",
    "学部",
    "系",
)

#: A name that ends so is a full name even without a legal form: 北京大学 is no short form of 北京理工大学.
INSTITUTION_ENDINGS = (
    *BRANCH_ENDINGS,
    "大学",
    "学校",
    "中学",
    "科学院",
    "中心",
    "协会",
    "学会",
    "联盟",
    "委员会",
    "事务所",
    "银行",
    "厂",
    "局",
)

#: Written before a short name for the place of listing or registration: 深康佳, 粤电力.
PLACE_LETTERS = frozenset("京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀贵黔云滇藏陕秦甘陇青宁新深穗")

#: Where the name of a parent ends inside the name of a branch: 清华大学|计算机学院, 某某有限公司|上海分公司.
PARENT_ENDINGS = (
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "集团公司",
    "科学院",
    "大学",
    "学院",
    "集团",
    "医院",
    "银行",
    "公司",
)

TRADES = _words(
    """
    科技 技术 新技术 高科技 高新技术 高科 电子 微电子 光电 光电子 半导体 集成电路 电路 芯片 信息
    信息技术 数据 大数据 软件 网络 互联网 物联网 通信 通讯 智能 人工智能 数字 云计算 系统 系统集成
    网络安全 信息安全 安全 材料 新材料 复合材料 高分子 化工 化学 石化 石油 石油化工 天然气 燃气 能源
    新能源 电力 热电 水电 发电 核电 风电 电气 电器 电机 电缆 线缆 电源 电池 机械 机电 机器人 装备 设备
    仪器 仪表 自动化 控制 精密 制造 智造 智能制造 工业 重工 重机 精工 动力 汽车 汽车零部件 零部件 部件
    轴承 阀门 模具 航空 航天 航空航天 船舶 轨道交通 交通 铁路 公路 高速公路 高速 路桥 港口 机场 航运
    运输 物流 供应链 供应链管理 生物 生物工程 生物技术 生物科技 医药 制药 药业 中药 医疗 医疗器械 器械
    健康 医学 基因 诊断 食品 乳业 酒业 饮料 农业 种业 牧业 饲料 林业 渔业 水产 纺织 服饰 服装 家居 家具
    家纺 家电 用品 制品 包装 印刷 造纸 纸业 塑料 橡胶 玻璃 陶瓷 水泥 建材 新型建材 建筑 建设 建工 装饰
    工程 工程咨询 工程技术 设计 勘察 地产 房地产 置业 置地 物业 园林 生态 环境 环保 节能 水务 矿业 矿产
    有色金属 有色 金属 黄金 钢铁 特钢 铝业 铜业 稀土 煤业 煤炭 资源 银行 商业银行 农村商业银行 证券 期货
    保险 信托 基金 投资 创业投资 创投 资本 资产 资产管理 租赁 金融 财务 实业 产业 工贸 商贸 贸易 商业
    百货 零售 超市 连锁 电商 电子商务 旅游 酒店 餐饮 文化 传媒 文化传媒 影视 出版 广告 教育 培训 体育
    娱乐 游戏 服务 科技服务 技术服务 管理 管理咨询 咨询 企业管理 发展 开发 科技发展 技术开发 研究 研发
    检测 检验 认证 国际 中国 珠宝 光学 激光 传感 测控 测绘 导航 卫星 视觉 显示 照明 印务 日化 化妆品
    家化 空调 大学 学院 学校 中学 医院 研究所 研究院 科学院 研究中心 中心 实验室 协会 学会 联盟 委员会
    事务所 律师 会计师 理工 师范 医科 财经 外国语 邮电 政法 民族 中医药 中医 妇幼保健院 人民 第一 第二
    第三 综合 总 分公司 厂 制冷 液压 泵业 电梯 电工 铁塔 管业 型材 纤维 化纤 羊绒 毛纺 轮胎 自行车
    摩托车 公用 公用事业 燃料 热力 供热 自来水
    """
)

#: Stripped after a name of at least two characters (algorithms §4).
TITLES = _words(
    """
    副研究员 助理研究员 研究员 副教授 教授 副主任 主任 高级工程师 工程师 高工 院士 博士后 博士 硕士 讲师
    先生 女士 老师 同志 主任医师 医师 律师 会计师 经理 总经理 董事长 专家
    """
)

LATIN_TITLES = _words("prof professor dr doctor mr mrs ms miss phd md academician sir")

_READINGS = """
    单 shan dan, 曾 zeng ceng, 解 xie jie, 仇 qiu chou, 区 ou qu, 查 zha cha, 朴 piao pu, 盖 ge gai,
    乐 yue le,
    员 yun yuan, 缪 miao mou, 翟 zhai di, 覃 qin tan, 黑 he hei, 秘 bi mi, 种 chong zhong, 折 she zhe,
    繁 po fan,
    召 shao zhao, 隗 wei kui, 郇 xun huan, 谌 chen shen, 柏 bai bo, 洗 xian xi, 尉 yu wei, 万 wan mo,
    俟 qi si,
    长 zhang chang, 澹 tan dan, 车 che ju, 宿 su xiu, 能 nai neng, 沈 shen chen, 句 gou ju, 祭 zhai ji,
    干 gan qian, 着 zhu zhe, 征 zheng zhi, 卜 bu bo
    """

#: Readings as a surname that a dictionary of words may leave out, and those of characters that
#: simplification merges (乾 becomes 干 and keeps qian).
MORE_READINGS = {entry.split()[0]: tuple(entry.split()[1:]) for entry in _READINGS.split(",")}
