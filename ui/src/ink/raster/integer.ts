/** Integer arithmetic that is exact beyond 32 bits. */

/** floor(sqrt(n)) for a whole n from 0 to 2^52: there a correctly rounded root never rounds up to the next integer. */
export function isqrt(n: number): number {
  return Math.floor(Math.sqrt(n));
}
