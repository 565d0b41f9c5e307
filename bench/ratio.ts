/** One figure of a bench: what Sluice does against what the bare machine does in the same run. */
export interface Figure {
  readonly name: string
  readonly unit: string
  readonly measured: number
  readonly baseline?: { readonly name: string; readonly value: number }
  readonly target?: string
}

/** A piece of work; answers how much was done. */
export type Piece = () => Promise<number> | number

/**
 * Rates per second of both, in turns, so that a noisy neighbour meets both, and each for as long as the other: a piece that
 * is short fits between two stalls of a shared machine, a long one does not.
 */
export const inTurns = async (
  rounds: number,
  baseline: Piece,
  measured: Piece,
): Promise<{ readonly baseline: number; readonly measured: number }> => {
  const bare = { work: 0, ms: 0 }
  const ours = { work: 0, ms: 0 }
  for (let round = 0; round < rounds; round++) {
    await add(ours, measured)
    while (bare.ms < ours.ms) await add(bare, baseline)
  }
  return { baseline: (1_000 * bare.work) / bare.ms, measured: (1_000 * ours.work) / ours.ms }
}

const add = async (total: { work: number; ms: number }, piece: Piece): Promise<void> => {
  const begin = performance.now()
  total.work += await piece()
  total.ms += performance.now() - begin
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
