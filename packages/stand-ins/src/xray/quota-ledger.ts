interface Quota {
  readonly perSecond: number;
  readonly expiresAtSeconds: number;
}

/**
 * Shares each rule's reservoir among the clients that ask. Never lends out more than there is: what a client still holds
 * until its quota expires is not given to another, so that the sum over all clients stays within the reservoir.
 */
export class QuotaLedger {
  readonly #quotas = new Map<string, Map<string, Quota>>();

  /** Requests a second for this client until `nowSeconds + ttlSeconds`. */
  lend(
    rule: { readonly RuleName: string; readonly ReservoirSize: number },
    clientId: string,
    nowSeconds: number,
    ttlSeconds: number,
  ): number {
    const quotas = this.#quotas.get(rule.RuleName) ?? new Map<string, Quota>();
    this.#quotas.set(rule.RuleName, quotas);
    for (const [id, { expiresAtSeconds }] of quotas) {
      if (expiresAtSeconds <= nowSeconds || id === clientId) quotas.delete(id);
    }
    const lentToOthers = quotas.values().reduce((sum, { perSecond }) => sum + perSecond, 0);
    const clientCount = quotas.size + 1;
    const share = Math.ceil(rule.ReservoirSize / clientCount);
    const perSecond = Math.max(0, Math.min(share, rule.ReservoirSize - lentToOthers));
    quotas.set(clientId, { perSecond, expiresAtSeconds: nowSeconds + ttlSeconds });
    return perSecond;
  }

  /** Quotas of rules that were changed are void. */
  clear(): void {
    this.#quotas.clear();
  }
}
