import type { Target } from './target.ts'

const mostShown = 20

/** Says how it went; what went wrong keeps its data directory and ends the process with 1. */
export const conclude = async (target: Target, { faults, success }: { faults: readonly string[]; success: string }): Promise<void> => {
  for (const fault of faults.slice(0, mostShown)) console.error(fault)
  if (faults.length === 0) {
    console.log(success)
    await target.remove()
  } else {
    console.error(`${faults.length} faults; the data directory is ${target.dataDir}`)
    process.exitCode = 1
  }
}
