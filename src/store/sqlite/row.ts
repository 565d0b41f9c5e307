import type { SQLOutputValue } from 'node:sqlite'

/** A row as `node:sqlite` reads it. */
export type Row = Record<string, SQLOutputValue>

export const integer = (row: Row, column: string): number => {
  const value = row[column]
  if (typeof value === 'number') return value
  throw new TypeError(`Column ${column} is no integer`)
}

export const text = (row: Row, column: string): string => {
  const value = row[column]
  if (typeof value === 'string') return value
  throw new TypeError(`Column ${column} is no text`)
}
