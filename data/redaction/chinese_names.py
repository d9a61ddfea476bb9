"""How Chinese names are said: before a title, behind “我叫”, “收件人” or “客服”; known by some two hundred surnames."""

from data.both_scripts import compiled
from data.languages import HAN_RANGE

LONG_TITLE = "(?:先生|女士|小姐|太太)"
# 陳太, 張生: as they say in Hong Kong.
SHORT_TITLE = r"[太生](?=[，,。！!：:\s]|$)"
TITLE = rf"(?:{LONG_TITLE}|{SHORT_TITLE})"
SURNAME = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "施柯翁庄詹申聂焦裴骆柴祝涂卓祁甄岑褚屈邢岳耿葛翟倪颜凌霍虞鲍窦饶俞康洪殷萧邝冼佘阮巫赖"
)
DOUBLE_SURNAME = "欧阳|上官|司马|诸葛|尉迟|慕容|皇甫|司徒|夏侯|令狐|公孙|东方|长孙|宇文|端木|独孤|南宫"
# Surnames that are more often a word; they count behind a word that a name follows.
WORDLY_SURNAME = "单游符时安成常平米温齐牛章古管简左尚全关路包花项代计明季艾苗曲喻房解华文欧梅盛车蓝麦区连甘伍童尤纪利练"
# What begins like a name and is none; so do the traditional forms of two surnames that have another meaning: 於, 餘, 範.
NO_CHINESE_NAME = (
    "(?![於餘範]|马上|马来|高兴|高级|高中|何时|何必|方便|方面|方式|万一|金额|金卡|金牌|白天|白色|白金|向[您你我他]|于是|任何|余额|严重|严格|程度"
    "|程序|夏天|陆续"
    "|石家庄|范围|江苏|江西|苏州|徐州|郑州|武汉|唐山|黄山|安排|安装|成功|成员|常常|平时|温馨|时间|全部|全都|全是|关于|关注"
    "|明天|明确|代表|代收|代签|单位|单号|米饭"
    "|解决|文字|包裹|包括|包装|路上|花了|计算|管理|简单|尚未|平台|顾客|许多|曾经|钱包|康复|连结|连络|连接|连续|利用|利息|区域|区分|练习|年纪|余款|余数|赖帐|万用)"
)
# A given name ends where the sentence goes on, or else with its second character.
GIVEN = (
    rf"(?:[{HAN_RANGE}]{{1,2}}?(?=\s*(?:[，,。.！!？?、；;：:)）]|$|签|答|就|说|话|告|的|嘅|在|系|和|同|收|电话|手机|地址|可以|行吗|行不|吗|吧|呢"
    rf"|{LONG_TITLE}))|[{HAN_RANGE}]{{1,2}})"
)
TRANSCRIBED = rf"[{HAN_RANGE}]{{1,6}}(?:·[{HAN_RANGE}]{{1,6}}?(?=[^{HAN_RANGE}]|$|{LONG_TITLE}|签|答|就|的|在|和))+"  # 艾力·买买提
CHINESE_NAME = rf"(?P<name>{NO_CHINESE_NAME}(?:{TRANSCRIBED}|(?:{DOUBLE_SURNAME}|[{SURNAME}]){GIVEN}))"
LABELLED_NAME = CHINESE_NAME.replace(SURNAME, SURNAME + WORDLY_SURNAME)
BEFORE_PAUSE = r"(?=[，,。！!～~：:\s]|$)"
CHINESE = (
    compiled(rf"(?P<name>(?:{DOUBLE_SURNAME}|[{SURNAME}])[{HAN_RANGE}]{{0,2}}?)(?={LONG_TITLE})"),
    compiled(rf"(?:^|(?<=[，,。！!？?：:\s好该谢问]))(?P<name>{TRANSCRIBED}|[{WORDLY_SURNAME}][{HAN_RANGE}]{{0,2}}?)(?={LONG_TITLE})"),
    compiled(rf"(?:^|(?<=[，,。！!？?：:\s好该谢俾给]))(?P<name>[{SURNAME}])(?={SHORT_TITLE})"),
    compiled(
        r"(?:我叫|本人|敝姓|小名|(?<=[，,])叫|我[的嘅]名字?(?:叫|是)|姓名[是系为:：]?|名字?[是系为叫写:：]|(?:收件|收货|取[件货]|联[系络]|寄件|订[购货]|乘车|持卡|签收|购买|付款|开户)[人者](?:姓名"
        r"|名字)?[是系为叫写改换:：]?成?|户名[是为:：]?|抬头[是为写改开:：]?成?"
        rf"|太太|老婆|丈夫|老公|妈妈|爸爸|儿子|女儿|朋友|同事|客服|专员|快递员|宅配员|司机|店员|由(?=.{{2,8}}签收))\s*{LABELLED_NAME}"
    ),
    # 我姓刘，刘建国; 我先生赵伟东; 寄给李娜就行; 周子轩 敬上
    compiled(
        rf"姓\s?(?P<family>{DOUBLE_SURNAME}|[{SURNAME}])[，,。\s]{{0,3}}(?:叫|全名)?\s?(?P<name>(?P=family)[{HAN_RANGE}]{{1,2}}){BEFORE_PAUSE}"
    ),
    compiled(
        rf"[我她他佢](?:[的嘅])?(?:先生|爱人|个?[仔女囡]|细佬|大佬|家姐|阿[妈爸]|男朋友|女朋友|对象|男友|女友|父亲|母亲|爷爷|奶奶|老公|老婆|太太|妈妈|爸爸|儿子|女儿|朋友|同事|哥哥?|姐姐?|弟弟|妹妹|姑姑|舅舅|邻居|闺蜜)\s?(?:叫|是|系)?\s?{CHINESE_NAME}"
    ),
    compiled(
        rf"(?:寄|发|转|交|送|退|打|传)[给俾畀]\s*(?P<name>{NO_CHINESE_NAME}(?:(?:{DOUBLE_SURNAME}|[{SURNAME}])[{HAN_RANGE}]{{1,2}}?|[{WORDLY_SURNAME}][{HAN_RANGE}]{{2}}))(?=就|即|吧|收|本人|，|,|。|$)"
    ),
    compiled(rf"(?:^|(?<=[，,。！!\s]))(?P<name>(?:{DOUBLE_SURNAME}|[{SURNAME}])[{HAN_RANGE}]{{1,2}})\s*(?:敬上|谨上|拜上|敬启|谨启|上$)"),
    compiled(rf"亲爱的\s*{LABELLED_NAME}{BEFORE_PAUSE}"),
    compiled(rf"我[是系]\s*{CHINESE_NAME}{BEFORE_PAUSE}"),
    # 我是单建国， but 我是全款的，
    compiled(rf"我[是系]\s*(?P<name>{NO_CHINESE_NAME}[{WORDLY_SURNAME}][{HAN_RANGE}]{{2}}(?<![的了哦呢啊吗吧呀买要家机号])){BEFORE_PAUSE}"),
)
