import type { ExecutionEvent, ExecutionStatus, StoredEvent } from '../src/engine/event.ts'
import { eventTypeOf } from '../src/engine/event.ts'
import type { Created, End, EventLog, ExecutionStart, Interrupted, Lease, TakenOver } from '../src/engine/event-log.ts'
import { Fenced } from '../src/engine/event-log.ts'
import type { Owner } from '../src/engine/owner.ts'
import type { StopProof } from '../src/engine/stop-proof.ts'

export interface Row {
  readonly start: ExecutionStart
  readonly events: StoredEvent[]
  status: ExecutionStatus
  epoch: number
  owner: string
  released: boolean
}

const pageUnits = 4 * 1024 * 1024

/** An event log in memory. Survives a "crash" of the engine, not of the process. */
export class MemoryEventLog implements EventLog {
  readonly rows = new Map<string, Row>()
  readonly definitions = new Map<string, string>()
  readonly proofs = new Map<string, StopProof>()
  /** Whether the alias of a start leads to its version and definition. */
  leads: (start: ExecutionStart) => boolean = () => true

  events(executionArn: string): readonly StoredEvent[] {
    return this.rows.get(executionArn)?.events ?? []
  }

  async create(start: ExecutionStart, first: readonly ExecutionEvent[], owner: Owner): Promise<Created> {
    for (const row of this.rows.values()) {
      if (row.start.startToken !== start.startToken || row.start.account !== start.account) continue
      const existing = row.start.executionArn
      const held = row.owner === owner.id && row.epoch === 1 && row.status === 'Running'
      return held ? { existing, lease: { executionArn: existing, epoch: 1 } } : { existing }
    }
    if (!this.leads(start)) return { refused: 'alias' }
    const rows = [...this.rows.values()].filter((row) => row.start.account === start.account && row.start.region === start.region)
    if (rows.some((row) => (['flowId', 'aliasId', 'name'] as const).every((key) => row.start[key] === start[key])))
      return { refused: 'name' }
    const running = rows.filter(({ start: { kind }, status }) => kind === 'async' && status === 'Running')
    if (start.kind === 'async' && running.length >= start.quota) return { refused: 'quota' }
    const row: Row = { start, events: [], status: 'Running', epoch: 1, owner: owner.id, released: false }
    this.rows.set(start.executionArn, row)
    put(row, first)
    return { lease: { executionArn: start.executionArn, epoch: 1 } }
  }

  async append(lease: Lease, after: number, events: readonly ExecutionEvent[]): Promise<void> {
    const row = this.#row(lease.executionArn)
    const last = row.events.at(-1)
    if (!last) throw new Error('An execution without events')
    if (row.epoch !== lease.epoch || last.sequence !== after || row.status !== 'Running') {
      throw new Fenced({ epoch: row.epoch, status: row.status, last })
    }
    if (events.slice(0, -1).some(({ type }) => type === 'ended')) throw new Error('An event follows the end')
    put(row, events)
  }

  async interrupt(executionArn: string, end: End): Promise<Interrupted> {
    const row = this.rows.get(executionArn)
    if (!row) return undefined
    if (row.status !== 'Running') return { was: row.status }
    const { status, cause, error } = end
    const at = Math.max(end.at, row.events.at(-1)?.at ?? 0)
    put(row, [{ type: 'ended', status, cause, ...(error && { error }), at }])
    this.proofs.set(executionArn, { requestedAt: end.at, cause, state: 'open', visits: end.visits ?? [] })
    return { was: 'Running', sequence: row.events.length, endedAt: at }
  }

  async read(
    executionArn: string,
    { after, limit, eventType }: { after: number; limit: number; eventType?: 'Flow' | 'Node' },
  ): Promise<readonly StoredEvent[]> {
    const events = this.events(executionArn).slice(after)
    const page = events.filter((event) => eventType === undefined || eventTypeOf(event) === eventType).slice(0, limit)
    let units = 0
    const full = page.findIndex((event, index) => (units += JSON.stringify(event).length) > pageUnits && index > 0)
    return full < 0 ? page : page.slice(0, full)
  }

  async definition(hash: string): Promise<string> {
    const definition = this.definitions.get(hash)
    if (definition === undefined) throw new Error(`There is no definition ${hash}`)
    return definition
  }

  async takeOver(owner: Owner, { limit, again = false }: { limit: number; again?: boolean }): Promise<readonly TakenOver[]> {
    const running = [...this.rows.values()].filter(({ status }) => status === 'Running')
    const taken = running.filter((row) => again && row.owner === owner.id && row.epoch > 1)
    const known = taken.map(({ start: { executionArn }, epoch }) => ({ executionArn, epoch, released: false }))
    const others = running.filter((row) => row.owner !== owner.id).slice(0, limit)
    const fresh = others.map((row) => {
      const { released } = row
      Object.assign(row, { owner: owner.id, epoch: row.epoch + 1, released: false })
      return { executionArn: row.start.executionArn, epoch: row.epoch, released }
    })
    return [...known, ...fresh]
  }

  async due(now: number, limit: number): Promise<readonly string[]> {
    const due = [...this.rows.values()].filter(({ status, start }) => status === 'Running' && start.deadline <= now)
    return due
      .toSorted((a, b) => a.start.deadline - b.start.deadline)
      .slice(0, limit)
      .map(({ start }) => start.executionArn)
  }

  async release(owner: Owner): Promise<void> {
    for (const row of this.rows.values()) if (row.owner === owner.id) row.released = true
  }

  #row(executionArn: string): Row {
    const row = this.rows.get(executionArn)
    if (!row) throw new Error(`No execution ${executionArn}`)
    return row
  }
}

const put = (row: Row, events: readonly ExecutionEvent[]): void => {
  for (const event of events) {
    const stored: StoredEvent = JSON.parse(JSON.stringify({ ...event, sequence: row.events.length + 1 }))
    row.events.push(stored)
    if (stored.type === 'ended') row.status = stored.status
  }
}
