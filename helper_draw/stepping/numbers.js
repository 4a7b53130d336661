// Numbers: as JSON hands them over, and as a reader sees them.

const NAMED = { nan: NaN, inf: Infinity, "-inf": -Infinity };
const asNumber = (datum) => (typeof datum === "string" ? NAMED[datum] : datum);
const isText = (datum) => Array.isArray(datum);

// At most four decimals, as the lecture has them, without the zeros at the end.
function told(amount) {
  if (isText(amount)) return amount[0];
  if (amount === null || amount === undefined) return "?";
  if (Number.isNaN(amount)) return "nan";
  if (!Number.isFinite(amount)) return amount > 0 ? "inf" : "−inf";
  const size = Math.abs(amount);
  let text = String(+amount.toFixed(4));
  if (size && (size < 0.00005 || size >= 1e6)) text = amount.toExponential(2);
  else if (size && size < 0.01) text = String(+amount.toPrecision(2));
  return text === "-0" ? "0" : text.replace("-", "−").replace("e+", "e");
}

// After a sign, a negative number stands in parentheses.
const after = (amount) => (told(amount).startsWith("−") ? `(${told(amount)})` : told(amount));

function isClose(one, other) {
  if (one === null || other === null || isText(one) || isText(other)) return false;
  if (one === other || (Number.isNaN(one) && Number.isNaN(other))) return true;
  return Math.abs(one - other) <= 1e-9 + 1e-6 * Math.max(Math.abs(one), Math.abs(other));
}
