"""Numbers of persons with right check digits, each drawn anew. Written without the library that the redaction looks them up with."""

from random import Random

MOD97 = 97


def digits(random: Random, count: int, first: str = "0123456789") -> str:
    """`count` digits, the first of them out of `first`."""
    return random.choice(first) + "".join(random.choice("0123456789") for _ in range(count - 1))


def letters(random: Random, count: int, alphabet: str = "ABCDEFGHJKLMNPRSTUVWXYZ") -> str:
    """`count` capitals."""
    return "".join(random.choice(alphabet) for _ in range(count))


def weighted(number: str, weights: list[int]) -> int:
    """The sum of digits times weights."""
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True))


def luhn(body: str) -> str:
    """`body` with Luhn's check digit."""
    total = sum(sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10)) for place, digit in enumerate(reversed(body)))
    return body + str(-total % 10)


def verhoeff(body: str) -> str:
    """`body` with Verhoeff's check digit (the dihedral group of ten elements)."""

    def product(a: int, b: int) -> int:
        if a < 5:
            return (a + b) % 5 + (5 if b >= 5 else 0)
        return (a - b) % 5 if b >= 5 else (a - b) % 5 + 5

    def permuted(place: int, digit: int) -> int:
        for _ in range(place % 8):
            digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
        return digit

    check = 0
    for place, digit in enumerate(reversed(body), start=1):
        check = product(check, permuted(place, int(digit)))
    return body + str(next(digit for digit in range(10) if product(check, digit) == 0))


def cpf(random: Random) -> str:
    """Brazil's number of a person, eleven digits."""
    body = digits(random, 9)
    for length in (9, 10):
        body += str((weighted(body, list(range(length + 1, 1, -1))) * 10 % 11) % 10)
    return body


def cnpj(random: Random) -> str:
    """Brazil's number of a firm, fourteen digits."""
    body = digits(random, 8) + "0001"
    for weights in ([5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]):
        rest = weighted(body, weights) % 11
        body += str(0 if rest < 2 else 11 - rest)
    return body


def steuer_id(random: Random) -> str:
    """Germany's tax number of a person: ten digits of which one comes twice, and ISO 7064's mod 11, 10."""
    ten = random.sample("0123456789", 10)
    ten[random.randrange(3, 10)] = ten[1]
    if ten[0] == "0":
        ten[0] = next(digit for digit in "123456789" if digit not in ten)
    product = 10
    for digit in ten:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return "".join(ten) + str((11 - product) % 10)


def resident_cn(random: Random) -> str:
    """China's resident number: district, date of birth, sequence, mod 11-2."""
    body = (
        random.choice(["110101", "310115", "440106", "330102", "510107"]) + f"{random.randrange(1955, 2004)}{random.randrange(1, 13):02d}"
    )
    body += f"{random.randrange(1, 29):02d}" + digits(random, 3)
    return body + "10X98765432"[sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body)) % 11]


def taiwan(random: Random) -> str:
    """Taiwan's number of a person: a letter and nine digits."""
    letter = random.choice("ABCDEFGHJKLMNPQRSTUVXYWZIO")
    code = 10 + "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(letter)
    body = random.choice("12") + digits(random, 7)
    total = code // 10 + code % 10 * 9 + weighted(body, [8, 7, 6, 5, 4, 3, 2, 1])
    return letter + body + str(-total % 10)


def hong_kong(random: Random) -> str:
    """Hong Kong's identity card: a letter, six digits, the check in brackets."""
    letter, body = random.choice("ABCDEGHKPRVYZ"), digits(random, 6)
    total = 36 * 9 + (ord(letter) - 55) * 8 + weighted(body, [7, 6, 5, 4, 3, 2])
    return f"{letter}{body}({'0123456789A'[-total % 11]})"


def resident_kr(random: Random) -> str:
    """Korea's resident number."""
    born = f"{random.randrange(60, 99)}{random.randrange(1, 13):02d}{random.randrange(1, 29):02d}"
    body = born + random.choice("12") + f"{random.randrange(0, 90):02d}" + digits(random, 3)
    check = (11 - weighted(body, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10
    return f"{body[:6]}-{body[6:]}{check}"


def my_number(random: Random) -> str:
    """Japan's number of a person, twelve digits."""
    body = digits(random, 11)
    rest = weighted(body, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return body + str(0 if rest <= 1 else 11 - rest)


def tax_file(random: Random) -> str:
    """Australia's tax file number, nine digits."""
    while True:
        body = digits(random, 8, "123456789")
        check = weighted(body, [1, 4, 3, 7, 5, 8, 6, 9]) % 11
        if check < 10:  # the last weight is 10, which is -1 modulo 11
            return body + str(check)


def codice_fiscale(random: Random) -> str:
    """Italy's tax number of a person."""
    body = (
        letters(random, 6, "BCDFGLMNPRSTVZ") + f"{random.randrange(50, 99)}{random.choice('ABCDEHLMPRST')}{random.randrange(1, 29):02d}H501"
    )
    odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
    total = 0
    for place, sign in enumerate(body):
        value = int(sign) if sign.isdigit() else ord(sign) - 65
        total += odd[value] if place % 2 == 0 else value
    return body + chr(65 + total % 26)


def nir(random: Random) -> str:
    """France's social security number: thirteen digits and a key."""
    body = f"{random.choice('12')}{random.randrange(50, 99)}{random.randrange(1, 13):02d}{random.randrange(1, 95):02d}" + digits(
        random, 6, "123"
    )
    return body + f"{MOD97 - int(body) % MOD97:02d}"


def dni(random: Random) -> str:
    """Spain's number of a person, or of a foreigner."""
    if random.random() < 0.5:
        body = digits(random, 8, "1234567")
        return body + "TRWAGMYFPDXBNJZSQVHLCKE"[int(body) % 23]
    first, body = random.choice("XYZ"), digits(random, 7)
    return f"{first}{body}" + "TRWAGMYFPDXBNJZSQVHLCKE"[int(f"{'XYZ'.index(first)}{body}") % 23]


def iban(random: Random) -> str:
    """An account's number in one of eight countries."""
    country, body = random.choice(
        [
            ("DE", digits(random, 18, "123456789")),
            ("GB", letters(random, 4) + digits(random, 14)),
            ("FR", digits(random, 23)),
            ("ES", digits(random, 20)),
            ("AT", digits(random, 16)),
            ("NL", letters(random, 4) + digits(random, 10)),
            ("PT", digits(random, 21)),
            ("IT", letters(random, 1) + digits(random, 22)),
        ]
    )
    number = "".join(str(int(sign, 36)) for sign in body + country + "00")
    return f"{country}{98 - int(number) % MOD97:02d}{body}"
