import type { FlowDefinition } from '../contract/flow-definition.ts'
import { compile } from '../flow/compiler/compile.ts'
import type { CompiledFlow } from '../flow/compiler/compiled-flow.ts'

const most = 256

/** A definition that was prepared once has an Error. */
export class NoLongerCompiles extends Error {
  override readonly name = 'NoLongerCompiles'
  /** The first one, as a sentence. */
  readonly finding: string

  constructor(hash: string, finding: string) {
    super(`Definition ${hash} no longer compiles: ${finding}`)
    this.finding = finding
  }
}

/** Flows by the hash of their definition, compiled once and kept while they are used. */
export class CompiledFlows {
  readonly #definition: (hash: string) => Promise<string>
  readonly #flows = new Map<string, Promise<CompiledFlow>>()

  constructor(definition: (hash: string) => Promise<string>) {
    this.#definition = definition
  }

  /** @throws NoLongerCompiles @throws Error - the definition is unknown: a bug. */
  get(hash: string): Promise<CompiledFlow> {
    const known = this.#flows.get(hash)
    const flow = known ?? this.#compile(hash)
    this.#flows.delete(hash)
    this.#flows.set(hash, flow)
    for (const oldest of this.#flows.keys()) {
      if (this.#flows.size <= most) break
      this.#flows.delete(oldest)
    }
    if (!known) flow.catch(() => this.#flows.delete(hash))
    return flow
  }

  async #compile(hash: string): Promise<CompiledFlow> {
    const definition: FlowDefinition = JSON.parse(await this.#definition(hash))
    const { flow, findings } = compile(definition)
    if (!flow) throw new NoLongerCompiles(hash, findings.find(({ severity }) => severity === 'Error')?.message ?? 'It has no finding.')
    return flow
  }
}
