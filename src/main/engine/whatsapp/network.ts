// Which network a profile speaks to, fixed at its birth. The real one has no field for an address, a certificate or a
// key, so nothing can lead a real profile elsewhere or make it trust the practice network.

export interface PracticeAddress {
  /** Where the chat socket connects: loopback. */
  wsUrl: string
  /** PEM of the authority behind the practice network's media server. */
  ca: string
  /** The public key that signs the practice network's certificates: 32 bytes, base64. */
  rootKey: string
}

export type Network =
  | { kind: 'real' }
  | ({
      kind: 'practice'
      /** Asked again before every connect: a restarted practice network has a new port and a new key. */
      read?: () => Promise<PracticeAddress>
    } & PracticeAddress)

/** The address to connect to now; null for the real network, whose address Baileys knows. @throws what `read` throws. */
export async function practiceAddress(network: Network): Promise<PracticeAddress | null> {
  if (network.kind === 'real') return null
  return network.read === undefined ? network : await network.read()
}
