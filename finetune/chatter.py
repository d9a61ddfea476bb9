"""What customers say around their question, and what is no question: training puts it before and after the examples."""

ENGLISH = """
Hope you're having a lovely day.
Good morning, I hope this finds you well.
The weather here is dreadful, it hasn't stopped raining since Monday.
It's been a long week and I haven't slept much.
My cat has just walked over the keyboard, sorry about that.
We moved house last month and everything is still in boxes.
My daughter started school this week, they grow up so fast.
I've been a customer of yours for years.
A friend of mine told me about you.
I'm not very good with computers, so please bear with me.
I'm writing this on the train, the signal keeps dropping.
My husband says I worry too much.
First of all I want to say that I really like your shop.
I don't normally complain.
I know you must be very busy.
I tried to ring earlier, but nobody picked up.
We had guests all weekend and I only got round to this now.
I'm at work, so I may not answer straight away.
It was my mother's eightieth birthday yesterday, what a party.
The dog has been poorly and we spent the night at the vet's.
I love the photos on your site by the way.
Sorry for the long message.
Thanks ever so much in advance.
Many thanks and best wishes.
Have a nice evening.
Looking forward to hearing from you.
Sent from my phone, please excuse the typing.
Please don't take this the wrong way.
Anyway, enough about me.
I hope that makes sense.
My neighbour swears by your things.
I had a terrible headache all day.
Our kitchen is finally finished after six months of dust.
It's so hot today that I can hardly think.
I've just come back from holiday and I'm catching up.
You probably get asked this all the time.
I read the whole page twice and still can't see it.
Christmas comes earlier every year, doesn't it?
I'm asking for my sister, she has no internet.
The children are screaming in the background, so I'll be quick.
Bless you all for the work you do.
I was a shop assistant myself for thirty years.
You lot are normally great.
I'm a bit stressed, to be honest.
Right, here goes.
So, a little story.
It's my first time buying online.
The traffic this morning was unbelievable.
I've got a cup of tea in hand and all the time in the world.
We're having the roof done and it's chaos here.
""".strip().splitlines()

CHINESE = """
今天天气真热。
你们辛苦了。
我是老顾客了。
朋友推荐我来的。
不好意思打扰一下。
我在上班，回复可能慢一点。
最近事情太多了，脑子都乱了。
孩子一直在旁边吵。
刚搬完家，累死了。
我不太会用手机，见谅。
先谢谢了。
祝你们生意兴隆。
麻烦尽快回复。
昨晚没睡好，头有点疼。
你们家的东西我一直很喜欢。
""".strip().splitlines()
