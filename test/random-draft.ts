/** What the generator draws for one node; numbers are taken modulo what there is to choose from. */
export interface Draft {
  readonly kind: 'Prompt' | 'LambdaFunction' | 'Storage' | 'Retrieval' | 'Condition' | 'Output' | 'Iterator' | 'Collector' | 'Loop'
  readonly sources: readonly number[]
  readonly gates: readonly { readonly condition: number; readonly branch: number }[]
  /** Some inputs ask for what is not there, or have the wrong type. */
  readonly fault: number
  readonly threshold: number
  /** Of a Loop. */
  readonly body?: Body | undefined
}

export interface Body {
  readonly steps: readonly { readonly sources: readonly number[]; readonly inner?: Body | undefined }[]
  readonly more: number
  readonly final: number
  /** What comes back to the LoopInput, by its outputs; without one an output keeps its first value. */
  readonly back: { readonly draft: number | undefined; readonly extra: number | undefined }
  /** What the LoopInput has beside its draft. */
  readonly extra: number | undefined
  /** Whether what returns is declared, but not connected. */
  readonly forgets: boolean
  readonly counts: boolean
  readonly maxIterations: number | undefined
  readonly expression: string
  /** Whether nodes that nothing leads to may feed others: then no iteration comes to its LoopController. */
  readonly idle: boolean
}
