/**
 * How many different ones made these registers: `counts[k]` registers have rank k, the last of them standing for all
 * greater ones. Good from none to billions, without tables (O. Ertl, "New cardinality estimation algorithms for
 * HyperLogLog sketches", 2017, improved raw estimate).
 */
export function estimateDistinct(counts: ArrayLike<number>): number {
  const last = counts.length - 1;
  let registers = 0;
  for (let rank = 0; rank <= last; rank++) registers += counts[rank] ?? 0;
  let harmonic = registers * tau(1 - (counts[last] ?? 0) / registers);
  for (let rank = last - 1; rank >= 1; rank--) harmonic = (harmonic + (counts[rank] ?? 0)) / 2;
  harmonic += registers * sigma((counts[0] ?? 0) / registers);
  return (registers * registers) / (2 * Math.LN2 * harmonic);
}

/** x + Σ x^(2^k) 2^(k-1): what empty registers tell. */
function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY;
  let [power, weight, sum, before] = [share, 1, share, Number.NaN];
  while (sum !== before) {
    power *= power;
    before = sum;
    sum += power * weight;
    weight *= 2;
  }
  return sum;
}

/** (1 - x - Σ (1 - x^(2^-k))² 2^-k) / 3: what full registers tell. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let [root, weight, sum, before] = [share, 1, 1 - share, Number.NaN];
  while (sum !== before) {
    root = Math.sqrt(root);
    before = sum;
    weight /= 2;
    sum -= (1 - root) ** 2 * weight;
  }
  return sum / 3;
}
