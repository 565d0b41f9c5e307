/** One figure of a bench: what Sluice does against what the bare machine does in the same run. */
export interface Figure {
  readonly name: string
  readonly unit: string
  readonly measured: number
  readonly baseline?: { readonly name: string; readonly value: number }
  readonly target?: string
}

/** `n` rounds of both, in turns, so that a noisy neighbour meets both; the median round of each counts. */
export const inTurns = async (
  rounds: number,
  baseline: () => Promise<number> | number,
  measured: () => Promise<number>,
): Promise<{ readonly baseline: number; readonly measured: number }> => {
  const bare: number[] = []
  const ours: number[] = []
  for (let round = 0; round < rounds; round++) {
    bare.push(await baseline())
    ours.push(await measured())
  }
  return { baseline: percentile(bare, 50), measured: percentile(ours, 50) }
}

/** The smallest value that `percent` of all values do not exceed. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}

export const line = ({ name, unit, measured, baseline, target }: Figure): string => {
  const ratio =
    baseline === undefined ? '' : ` | ${baseline.name}: ${shown(baseline.value)} | ${shown((100 * measured) / baseline.value)} %`
  return `${name}: ${shown(measured)} ${unit}${ratio}${target === undefined ? '' : ` | target ${target}`}`
}

const shown = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3))
