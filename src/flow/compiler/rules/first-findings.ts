import type { Finding } from './rule.ts'

/** The first 100 findings, in the order of `items`: a definition may have hundreds of thousands of faulty connections. */
export const firstFindings = <Item>(items: Iterable<Item>, judge: (item: Item) => Finding | undefined): readonly Finding[] => {
  const findings: Finding[] = []
  for (const item of items) {
    const finding = judge(item)
    if (finding) findings.push(finding)
    if (findings.length === most) break
  }
  return findings
}

const most = 100
