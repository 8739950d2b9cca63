import test from "ava";
import { encodeText } from "../../src/model/encoding.js";

// recorded: python3 -c "print('TEXT'.encode('NAME').hex())"
const TABLE: [encoding: string, text: string, bytes: string | RegExp][] = [
  ["utf-8", "é€", "c3a9e282ac"],
  ["UTF8", "é", "c3a9"],
  ["utf-8-sig", "a", "efbbbf61"],
  ["utf-16", "é", "fffee900"],
  ["utf-16-le", "é", "e900"],
  ["utf_16_be", "é€", "00e920ac"],
  ["latin-1", "é", "e9"],
  ["iso-8859-1", "\u0085", "85"],
  ["iso-8859-15", "€", "a4"],
  ["windows-1252", "é€", "e980"],
  ["cp1252", "€\n", "800a"],
  ["windows-1251", "Ж", "c6"],
  ["koi8-r", "Ж", "f6"],
  ["ascii", "a\n", "610a"],
  ["ascii", "é", /'ascii' codec can't encode character 'é' in position 0/],
  ["latin-1", "a€", /codec can't encode character '€' in position 1/],
  ["windows-1252", "Ж", /can't encode character 'Ж'/],
  ["no-such", "a", /unknown encoding: no-such/],
];

for (const [encoding, text, bytes] of TABLE)
  test(`${JSON.stringify(text)} in ${encoding}`, (t) => {
    if (typeof bytes === "string") t.is(encodeText(text, encoding).toString("hex"), bytes);
    else t.throws(() => encodeText(text, encoding), { message: bytes });
  });
