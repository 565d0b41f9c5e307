import type { Asked, OnRefused } from './asked.ts'
import { Background } from './background.ts'
import { begin } from './begin.ts'
import { bindWork } from './bind-work.ts'
import type { Command } from './decide.ts'
import { offered } from './durable-append.ts'
import { callerGone, endedByBug, timedOut } from './ends.ts'
import type { EngineOptions } from './engine-options.ts'
import { EngineUnavailable } from './engine-unavailable.ts'
import type { StoredEvent, Visit } from './event.ts'
import type { Created, End, Interrupted, Lease, StorageUnavailable, TakenOver } from './event-log.ts'
import { Fenced } from './event-log.ts'
import type { Execution } from './executions.ts'
import type { Following } from './follow.ts'
import { follow, followLive } from './follow.ts'
import { Hub } from './hub.ts'
import { InTurn } from './in-turn.ts'
import { letGo, releaseMs } from './let-go.ts'
import { Openings } from './openings.ts'
import { Pending } from './pending.ts'
import { prove } from './prove.ts'
import { attempts, fold } from './recovery.ts'
import { perform, runLoop } from './run-loop.ts'
import { RunningExecution } from './running-execution.ts'
import type { Told } from './progress.ts'
import { sharedReads } from './shared-reads.ts'
import type { StartRequest } from './start-request.ts'

const tickMs = 1_000
const pageExecutions = 100
/** Each page is a write of its own: few of them, so that a restart does not wait for the disk again and again. */
const takenAtOnce = 500
/** A stop waits so long to be durable before it cuts: a storage that is well answers sooner. */
const cutMs = 500

/** Starts, stops and follows executions, and drives those of this process to their end. */
export class Engine {
  readonly #options: EngineOptions
  readonly #hub = new Hub()
  readonly #reads: Following['log']
  readonly #running = new Map<string, RunningExecution>()
  readonly #openings = new Openings()
  /** Starts under way by token: an SDK's retry never starts twice (invariant 20). */
  readonly #starts = new Pending<Created>()
  /** Stops under way by ARN: however often one is asked for, it is offered once. */
  readonly #stops = new Pending<Interrupted>()
  readonly #background = new Background((error) => {
    if (!this.#lifetime.signal.aborted) this.#options.report.bug(error)
  })
  readonly #lifetime = new AbortController()
  /** In whose turns what an earlier process left is taken up. */
  readonly recoveries: InTurn
  #draining = false
  /** A take-over was refused, but may happen yet, however late: from then on its executions are this process's. */
  #unsure = false
  /** Deadlines do not wait for it. */
  #late?: Promise<void> | undefined

  constructor(options: EngineOptions) {
    this.#options = options
    const { clock, hasRoom = () => true } = options
    this.recoveries = new InTurn({ clock, mayGo: () => this.#draining || this.#running.size === 0 || hasRoom() })
    this.#reads = sharedReads({ read: (...query) => this.#offered(() => options.log.read(...query)) })
  }

  /** How many executions this process drives. */
  get running(): number {
    return this.#running.size
  }

  /**
   * Starts an execution, durably, before it answers.
   * @throws EngineUnavailable - closing.
   * @throws StorageUnavailable - not known yet: the start goes on being offered, unless the storage has refused for a while.
   */
  async start(request: StartRequest): Promise<Created> {
    if (this.#draining) throw new EngineUnavailable('The server is shutting down.')
    const token = `${request.account}/${request.startToken}`
    const known = this.#starts.get(token)
    if (known) {
      const created = await this.#inTime(known)
      return 'lease' in created ? { existing: created.lease?.executionArn ?? request.executionArn } : created
    }
    const refusal = this.#options.refusal?.()
    if (refusal) throw refusal
    const start = this.#starts.ask(token, (onRefused) => this.#start(request, onRefused))
    // Whoever was told that it is not known will not come for its stream.
    return this.#inTime(start, () => start.answer.then(() => request.kind === 'invoke' && this.abandon(request.executionArn)))
  }

  /**
   * Ends a Running execution at once: durable first, then everything in flight is cut (invariant 11).
   * @throws StorageUnavailable - not known yet: everything is cut, and the end goes on being offered.
   */
  async stop(executionArn: string, cause = 'stop'): Promise<Interrupted> {
    const end: End = { status: 'Aborted', cause, at: this.#options.clock.now() }
    const known = this.#stops.get(executionArn)
    const stop = known ?? this.#stops.ask(executionArn, (onRefused) => this.#interrupt(executionArn, end, onRefused))
    const interrupted = await this.#inTime(stop)
    return known && interrupted?.was === 'Running' ? { was: end.status } : interrupted
  }

  /** Ends an execution whose caller has gone, as a stop does, if it is one that waits for its caller. */
  abandon(executionArn: string): void {
    if (this.#options.invokeOutlivesCaller) return
    this.#background.add(this.#interrupt(executionArn, callerGone(this.#options.clock.now())))
  }

  follow(executionArn: string, after: number, signal: AbortSignal): AsyncGenerator<StoredEvent, void> {
    return follow(executionArn, this.#following(after, signal))
  }

  /** The same, and what models say in the meantime. */
  followLive(executionArn: string, after: number, signal: AbortSignal): AsyncGenerator<Told, void> {
    return followLive(executionArn, { ...this.#following(after, signal), progress: true })
  }

  #following(after: number, signal: AbortSignal): Following {
    return { log: this.#reads, hub: this.#hub, after, signal: AbortSignal.any([signal, this.#lifetime.signal]) }
  }

  /** Goes on with what an earlier process left, and ends what passes its limit from now on. */
  async recover(): Promise<void> {
    const { log, owner, executions } = this.#options
    this.#tick()
    while ((await this.#offered(() => executions.closeProofs(owner, pageExecutions))) > 0);
    while (!this.#draining) {
      let again = false
      const leases = await this.#offered(
        () => log.takeOver(owner, { limit: takenAtOnce, again }),
        () => (again = this.#unsure = true),
      )
      if (leases.length === 0) break
      await Promise.all(leases.map((lease) => this.#recoverOne(lease)))
    }
  }

  /**
   * Refuses starts, lets the work under way finish for `graceMs`, then cuts it without ending its executions: the next
   * process goes on with them.
   */
  async close(graceMs: number): Promise<void> {
    const { clock, log, owner } = this.#options
    this.#draining = true
    const quiet = (): Promise<void> => this.#background.quiet(() => this.#starts.answers)
    await letGo(quiet(), clock, graceMs)
    this.#lifetime.abort(new EngineUnavailable('The server is shutting down.'))
    for (const running of this.#running.values()) running.halt(new EngineUnavailable('The server is shutting down.'))
    await letGo(quiet(), clock, releaseMs)
    await log.release(owner)
  }

  async #start(request: StartRequest, onRefused: OnRefused): Promise<Created> {
    const { flows, clock, log, owner } = this.#options
    const flow = await this.#offered(() => flows.get(request.definitionHash))
    const { state, first, deadline } = begin(flow, request, this.#options)
    const running = new RunningExecution({ executionArn: request.executionArn, flow, state, clock })
    using _ = this.#openings.open(running)
    const created = await this.#offered(() => log.create({ ...request, deadline }, first.events, owner), onRefused)
    if (!('lease' in created) || !created.lease || this.#lifetime.signal.aborted) return created
    if ('existing' in created) await this.#resume(created.lease, 'recovered')
    else {
      this.#hub.publish(request.executionArn, first.events)
      if (!state.ended) this.#drive(running, created.lease, { work: first.work })
    }
    return created
  }

  /** What is this process's and nobody drives, as nobody was told of it. What is being stopped waits for that. */
  async #recoverLate(): Promise<void> {
    const { log, owner } = this.#options
    const leases = await this.#offered(() => log.takeOver(owner, { limit: 0, again: true }))
    const left = leases.filter((lease) => !this.#drives(lease) && !this.#stops.get(lease.executionArn))
    await Promise.all(left.map((lease) => this.#recoverOne(lease)))
  }

  async #recoverOne(lease: TakenOver): Promise<void> {
    const { executions, clock } = this.#options
    const execution = await this.#offered(() => executions.get(lease.executionArn))
    if (!execution) return
    if (execution.deadline <= clock.now()) await this.#interrupt(lease.executionArn, timedOut(clock.now()))
    else if (execution.kind === 'invoke' && !this.#options.invokeOutlivesCaller)
      await this.#interrupt(lease.executionArn, callerGone(clock.now(), 'the caller went with the server'))
    else await this.#resume(lease, lease.released ? 'resumed' : 'recovered', execution)
  }

  /** Drives an execution that has a log already. While the server drains, that is for the next process. */
  async #resume(lease: Lease, cause: 'recovered' | 'resumed', known?: Execution): Promise<void> {
    const { executionArn } = lease
    if (this.#drives(lease)) return
    const { flows, log, executions, clock } = this.#options
    try {
      const execution = known ?? (await this.#offered(() => executions.get(executionArn)))
      if (!execution || execution.status !== 'Running') return
      const flow = await this.#offered(() => flows.get(execution.definitionHash))
      const folded = async () => (this.#draining ? undefined : this.#offered(() => fold(log, executionArn, flow)))
      const state = await this.recoveries.run(folded)
      if (!state || state.ended || this.#drives(lease) || this.#draining) return
      this.#drive(new RunningExecution({ executionArn, flow, state, clock }), lease, { first: attempts(state, cause) })
    } catch (error) {
      if (!this.#lifetime.signal.aborted) await this.#failed(executionArn, error)
    }
  }

  /** Whether a loop here has this lease or a newer one. One with an older lease is halted: it appends nothing more. */
  #drives({ executionArn, epoch }: Lease): boolean {
    const running = this.#running.get(executionArn)
    if (running && running.epoch < epoch) running.halt(new Error('The execution was taken by another process, and back.'))
    return running !== undefined && running.epoch >= epoch
  }

  #drive(running: RunningExecution, lease: Lease, { work = [], first = [] }: { work?: readonly Visit[]; first?: Iterable<Command> }): void {
    const options = this.#options
    const { capabilities, log, report } = options
    const { executionArn, flow, state, inFlight, signal } = running
    running.epoch = lease.epoch
    this.#running.set(executionArn, running)
    const drive = { ...options, flow, state, inFlight, work: bindWork(capabilities, running, this.#hub), draining: () => this.#draining }
    perform(drive, work)
    const publish = (events: readonly StoredEvent[]): void => this.#hub.publish(executionArn, events)
    const loop = runLoop(drive, { log, lease, signal, publish, onUnavailable: (error) => report.storageUnavailable(error) }, first)
    this.#background.add(this.#toItsEnd(running, loop))
  }

  /** However a loop ends, nothing of its execution goes on. */
  async #toItsEnd(running: RunningExecution, loop: Promise<void>): Promise<void> {
    const { executionArn, signal } = running
    try {
      await loop
    } catch (error) {
      if (signal.aborted) return
      running.halt(new Error('The execution has another driver, or a bug ended it.', { cause: error }))
      if (!(error instanceof Fenced)) await this.#failed(executionArn, error)
    } finally {
      if (this.#running.get(executionArn) === running) this.#running.delete(executionArn)
      await letGo(running.halt().all, this.#options.clock, releaseMs)
    }
  }

  /** A bug ends one execution, not the server (invariant 19). */
  async #failed(executionArn: string, error: unknown): Promise<void> {
    this.#options.report.bug(error, executionArn)
    await this.#interrupt(executionArn, endedByBug(this.#options.clock.now()))
  }

  async #interrupt(executionArn: string, end: End, onRefused?: OnRefused): Promise<Interrupted> {
    const { log, clock, executions } = this.#options
    const since = clock.monotonic()
    const reason = new Error(`The execution is over: ${end.cause}`)
    const running = this.#running.get(executionArn)
    const visits = running?.inFlight.visits() ?? []
    let early = false
    const cut = (refusal?: StorageUnavailable): void => {
      early = true
      running?.halt(reason)
      if (refusal) onRefused?.(refusal)
    }
    const timer = clock.timer(cutMs, () => cut())
    const offer = (): Promise<Interrupted> => log.interrupt(executionArn, { ...end, visits })
    const interrupted = await this.#offered(offer, cut).finally(() => timer.cancel())
    // A repeated offer may find its own end, and a loop that was cut early one that it had written: nobody was told of either.
    if (!interrupted || (interrupted.was !== 'Running' && !early)) return interrupted
    this.#openings.halt(executionArn, reason)
    const current = this.#running.get(executionArn)?.halt(reason)
    const release = running?.halt(reason) ?? current
    this.#hub.hint(executionArn)
    if (interrupted.was === 'Running' || interrupted.was === end.status)
      this.#background.add(
        prove({ end, since, release, clock }).then((proof) => this.#offered(() => executions.saveProof(executionArn, proof))),
      )
    return interrupted
  }

  /** Ends what has passed its deadline, once a second. */
  #tick(): void {
    const { clock, log } = this.#options
    clock.timer(tickMs, () => {
      if (this.#lifetime.signal.aborted) return
      const round = async (): Promise<void> => {
        const due = await this.#offered(() => log.due(clock.now(), pageExecutions))
        await Promise.all(due.map((executionArn) => this.#interrupt(executionArn, timedOut(clock.now()))))
        if (this.#unsure) this.#background.add((this.#late ??= this.#recoverLate().finally(() => (this.#late = undefined))))
      }
      this.#background.add(round().finally(() => this.#tick()))
    })
  }

  #offered<Answer>(write: () => Promise<Answer>, onRefused?: OnRefused): Promise<Answer> {
    const { clock, report } = this.#options
    const onUnavailable = (error: StorageUnavailable): void => {
      report.storageUnavailable(error)
      onRefused?.(error)
    }
    return offered(write, { clock, signal: this.#lifetime.signal, onUnavailable })
  }

  #inTime<Answer>(asked: Asked<Answer>, late: () => Promise<unknown> = () => asked.answer): Promise<Answer> {
    return asked.inTime(this.#options.clock, () => this.#background.add(late()))
  }
}
