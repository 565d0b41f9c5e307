import type { EventLog } from '../../src/engine/event-log.ts'
import type { Executions } from '../../src/engine/executions.ts'
import type { Ledger } from './ledger.ts'
import type { Life } from './life.ts'
import type { SimulatedStorage } from './simulated-storage.ts'

/** Both ports of one process to what is durable, through the simulated storage; the ledger is told what happened when. */
export const storagePort = (
  life: Life,
  { durable, storage, ledger }: Storage,
): { readonly log: EventLog; readonly executions: Executions } => {
  const { log, executions } = durable
  const write = <Answer>(what: string, happen: () => Promise<Answer>): Promise<Answer> => storage.write(life, what, happen)
  const ask = <Answer>(what: string, happen: () => Promise<Answer>): Promise<Answer> => storage.ask(life, what, happen)
  return {
    log: {
      async create(start, first, owner) {
        const created = await write(`create ${start.name}`, () => ledger.created(start, log.create(start, first, owner)))
        if ('lease' in created && !('existing' in created)) ledger.told(life, start.executionArn, first.length)
        return created
      },
      async append(lease, after, events) {
        const { executionArn } = lease
        await write(`append ${events.length} after ${after} of ${nameOf(executionArn)}`, () =>
          ledger.appended(lease, log.append(lease, after, events)),
        )
        ledger.told(life, executionArn, after + events.length)
      },
      async interrupt(executionArn, end) {
        const interrupted = await write(`interrupt ${nameOf(executionArn)}`, () =>
          ledger.interrupted(executionArn, log.interrupt(executionArn, end)),
        )
        if (interrupted?.was === 'Running') {
          ledger.told(life, executionArn, interrupted.sequence)
          ledger.owesProof(life, executionArn)
        }
        return interrupted
      },
      async read(executionArn, from) {
        using _ = ledger.reading(life, executionArn)
        return await ask(`read ${nameOf(executionArn)} after ${from.after}`, () => log.read(executionArn, from))
      },
      definition: (hash) => ask('definition', () => log.definition(hash)),
      takeOver: (owner, page) => write('takeOver', () => ledger.taken(log.takeOver(owner, page))),
      due: (now, limit) => ask('due', () => log.due(now, limit)),
      release: (owner) => write('release', () => log.release(owner)),
    },
    executions: {
      get: (executionArn) => ask(`get ${nameOf(executionArn)}`, () => executions.get(executionArn)),
      list: (query) => ask('list', () => executions.list(query)),
      saveProof: (executionArn, proof) => write(`saveProof ${nameOf(executionArn)}`, () => executions.saveProof(executionArn, proof)),
      proof: (executionArn) => ask('proof', () => executions.proof(executionArn)),
      closeProofs: (owner, limit) => write('closeProofs', () => executions.closeProofs(owner, limit)),
      summary: (executionArn) => ask('summary', () => executions.summary(executionArn)),
      retire: (endedBefore, rows) => write('retire', () => executions.retire(endedBefore, rows)),
    },
  }
}

interface Storage {
  /** What survives every crash. */
  readonly durable: { readonly log: EventLog; readonly executions: Executions }
  readonly storage: SimulatedStorage
  readonly ledger: Ledger
}

export const nameOf = (executionArn: string): string => executionArn.slice(executionArn.lastIndexOf('/') + 1)
