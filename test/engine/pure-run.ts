import type { CompiledFlow } from '../../src/flow/compiler/compiled-flow.ts'
import type { Json } from '../../src/lib/json.ts'
import type { Command } from '../../src/engine/decide.ts'
import { decide } from '../../src/engine/decide.ts'
import type { EventPayload, Started, StoredEvent } from '../../src/engine/event.ts'
import { evolve } from '../../src/engine/evolve.ts'
import type { ExecutionState } from '../../src/engine/state.ts'
import { newState } from '../../src/engine/state.ts'
import { limits } from './world.ts'

export const started: Started = {
  type: 'started',
  format: 1,
  definitionHash: 'hash',
  flowVersion: '1',
  kind: 'async',
  limits,
  executionRoleArn: 'arn:aws:iam::000000000000:role/flows',
  caller: 'AKIATEST',
}

/** The two pure questions without the loop: a state, and the events that made it. */
export class PureRun {
  readonly flow: CompiledFlow
  readonly state: ExecutionState = newState()
  readonly events: StoredEvent[] = []

  constructor(flow: CompiledFlow, document: Json, changes: Partial<Started> = {}) {
    this.flow = flow
    this.record([
      { ...started, ...changes },
      { type: 'flowInput', node: flow.start.name, document },
    ])
  }

  record(events: readonly EventPayload[]): void {
    for (const payload of events) {
      const event = { ...payload, sequence: this.events.length + 1, at: 0 }
      this.events.push(event)
      evolve(this.flow, this.state, event)
    }
  }

  /** Does what is decided until only outcomes can change anything. Answers the commands. */
  decideAll(): readonly Command[] {
    const commands: Command[] = []
    for (let command = decide(this.flow, this.state); command; command = decide(this.flow, this.state)) {
      commands.push(command)
      this.record(command.events)
    }
    return commands
  }

  /** The oldest visit at work answers. */
  answer(modelCompletion = 'answer'): void {
    const [visit] = this.state.inFlight.values()
    if (!visit) throw new Error('Nothing is in flight')
    this.record([{ type: 'nodeOutput', node: visit.node, path: visit.path, outputs: { modelCompletion } }])
  }

  /** Until the end, each visit answered at once. */
  finish(): readonly StoredEvent[] {
    this.decideAll()
    while (!this.state.ended) {
      this.answer()
      this.decideAll()
    }
    return this.events
  }
}
