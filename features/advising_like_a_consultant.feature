Feature: Advising like a consultant
  Situations a sales consultant meets, with the mode, the verdict, what decided it and what follows.

  Scenario: A new region with one strong local partner
    Given a market cell where
      | market stage              | new entry    |
      | market distance           | far          |
      | sales process maturity    | repeatable   |
      | own sales resources       | low          |
      | self serve readiness      | low          |
      | partner availability      | scarce       |
      | partner capability        | high         |
      | partner customer access   | high         |
      | incumbent channel lock    | none         |
      | own market power          | low          |
      | partner small numbers     | one          |
    When I ask for a recommendation
    Then the recommendation is "channel"
    And the verdict is "clear"
    And it was decided by
      | proven-play-enters-through-connected-partners         |
      | partners-own-the-relationships-favours-channel |
    And the plan contains
      | channel-recruit-new-entry |
      | partner-exit              |
      | gate-function             |

  Scenario: A start-up selling something nobody asks for yet
    Given a market cell where
      | market stage           | new entry |
      | education need         | high      |
      | sales process maturity | unproven  |
      | product complexity     | high      |
      | target account count   | 400       |
      | partner availability   | adequate  |
    When I ask for a recommendation
    Then the recommendation is "direct"
    And the verdict is "clear"
    And it was decided by
      | learning-phase-favours-direct                    |
      | need-to-be-created-favours-direct                |
    And "channel" is vetoed by "An unproven sales process in a new market excludes a channel"
    And the plan contains
      | order-line-new-entry    |
      | customer-line-new-entry |
      | support-line-new-entry  |

  Scenario: A mature market whose large customers want the factory
    Given a market cell where
      | market stage                | mature            |
      | customer concentration      | medium            |
      | segment divergence          | high              |
      | customer demands direct     | some key accounts |
      | existing channel dependence | medium            |
      | partner capability          | medium            |
      | partner customer access     | high              |
      | incumbent channel lock      | none              |
      | own sales resources         | medium            |
      | own market power            | high              |
    When I ask for a recommendation
    Then the recommendation is "hybrid"
    And the verdict is "leaning"
    And it was decided by
      | head-and-tail-apart-favours-hybrid                    |
    And the boundary is drawn first by "named-accounts"
    And the plan contains
      | named-account-list  |
      | rules-of-engagement |
      | synergy-test        |

  Scenario: A full-channel maker tempted to go direct
    Given a market cell where
      | market stage                | mature     |
      | existing channel dependence | high       |
      | partner availability        | abundant   |
      | partner capability          | high       |
      | partner customer access     | high       |
      | incumbent channel lock      | none       |
      | own market power            | medium     |
      | own sales resources         | medium     |
      | product complexity          | low        |
      | customization level         | low        |
      | education need              | low        |
      | segment divergence          | low        |
      | geographic dispersion       | high       |
      | self serve readiness        | low        |
    When I ask for a recommendation
    Then the recommendation is "channel"
    And the verdict is "clear"
    And I see how many points "direct" is behind
    And it was decided by
      | partners-able-to-close-alone-favour-channel |
      | heavy-dependence-keeps-a-partner-leg        |

  Scenario: Leaving partners that most customers no longer accept
    Given a market cell where
      | existing channel dependence | high |
      | customer demands direct     | most |
      | own sales resources         | high |
      | strategic control need      | high |
      | market stage                | mature |
    When I ask for a recommendation
    Then the recommendation is "direct"
    And the verdict is "clear"
    And "channel" is vetoed by "Most customers insist on contracting with the maker: excludes a channel"
    And the plan contains
      | migration-announce-the-boundary   |
      | migration-demand-creation-first   |
      | sequencing-the-new-leg            |

  Scenario: Engineered equipment for a handful of accounts
    Given a market cell where
      | market stage              | fast growing |
      | target account count      | 60           |
      | customer concentration    | high         |
      | deal size usd             | 900000       |
      | customization level       | high         |
      | product complexity        | high         |
      | buying complexity         | high         |
      | sales cycle months        | 14           |
      | performance measurability | low          |
    When I ask for a recommendation
    Then the recommendation is "direct"
    And the verdict is "clear"
    And the plan contains
      | customer-line-fast-growing |
      | order-line-fast-growing    |
      | support-line-fast-growing  |
      | executive-briefing         |
    And the plan tells for each line of the stage what to measure

  Scenario: The long tail through capable dealers
    Given a market cell where
      | market stage            | fast growing |
      | deal size usd           | 4000         |
      | target account count    | 200000       |
      | purchase frequency      | rare         |
      | self serve readiness    | low          |
      | partner availability    | abundant     |
      | partner capability      | medium       |
      | partner customer access | high         |
      | incumbent channel lock  | none         |
      | own market power        | medium       |
      | education need          | low          |
    When I ask for a recommendation
    Then the recommendation is "channel"
    And the verdict is "leaning"
    And it was decided by
      | partners-own-the-relationships-favours-channel |
    And the plan contains
      | channel-recruit-fast-growing    |
      | channel-enable-fast-growing     |
      | channel-co-sell-fast-growing    |
      | channel-incentivise-fast-growing |
      | channel-govern-fast-growing     |

  Scenario: Small orders that pay for visits all the same
    Given a market cell where
      | market stage         | mature   |
      | deal size usd        | 2500     |
      | purchase frequency   | frequent |
      | gross margin band    | high     |
      | own sales resources  | high     |
      | product complexity   | medium   |
      | target account count | 300000   |
    When I ask for a recommendation
    Then the recommendation is "direct"
    And the verdict is "clear"
    And it was decided by
      | small-orders-that-carry-visits-favour-direct                        |

  Scenario: A late entrant finds the trade taken
    Given a market cell where
      | market stage           | new entry |
      | incumbent channel lock | locked    |
      | partner availability   | scarce    |
      | own sales resources    | medium    |
      | gross margin band      | high      |
    When I ask for a recommendation
    Then the recommendation is "direct"
    And the verdict is "clear"
    And it was decided by
      | channels-locked-by-rivals-favour-direct |

  Scenario: Law asks for a local agent
    Given a market cell where
      | intermediary regulation | intermediary required |
      | partner availability    | adequate              |
      | partner capability      | medium                |
    When I ask for a recommendation
    Then "direct" is excluded

  Scenario: Law asks for a contract with the manufacturer
    Given a market cell where
      | intermediary regulation | direct required |
      | own sales resources     | high            |
    When I ask for a recommendation
    Then "channel" is excluded
    And the recommendation is "direct"
    And the verdict is "open"

  Scenario: Agents that nobody can vet
    Given a market cell where
      | third party compliance risk | high |
      | partner vetting ability     | none |
      | partner capability          | high |
      | own sales resources         | high |
      | strategic control need      | high |
    When I ask for a recommendation
    Then "channel" is excluded
    And the recommendation is "direct"
    And the verdict is "leaning"

  Scenario: The money does not last for a force of our own
    Given a market cell where
      | own sales resources     | low              |
      | cash runway             | below two cycles |
      | self serve readiness    | low              |
      | partner availability    | abundant         |
      | partner capability      | high             |
      | incumbent channel lock  | none             |
    When I ask for a recommendation
    Then "direct" is excluded
    And the recommendation is "channel"
    And the verdict is "clear"

  Scenario: Both legs would call on the same customers
    Given a market cell where
      | segment divergence       | low    |
      | customer overlap risk    | high   |
      | role separability        | low    |
      | own sales resources      | high   |
      | customer concentration   | high   |
      | partner capability       | medium |
    When I ask for a recommendation
    Then the recommendation is "direct"
    And the verdict is "open"
    And "hybrid" has "uniform-customers-make-a-hybrid-collide" against it

  Scenario: One part in other people's solutions
    Given a market cell where
      | market stage            | mature   |
      | integration need        | high     |
      | partner capability      | high     |
      | partner customer access | high     |
      | incumbent channel lock  | none     |
      | own market power        | low      |
      | assortment need         | high     |
    When I ask for a recommendation
    Then the recommendation is "channel"
    And the verdict is "clear"
    And it was decided by
      | product-inside-an-integrators-solution-favours-channel |
    And the plan contains
      | co-selling |

  Scenario: Heavy service next door, by dealers who can
    Given a market cell where
      | market stage            | mature   |
      | service intensity       | high     |
      | local presence need     | high     |
      | expertise location      | local repetitive |
      | partner availability    | adequate |
      | partner capability      | high     |
      | partner customer access | high     |
      | incumbent channel lock  | none     |
      | own market power        | high     |
    When I ask for a recommendation
    Then the recommendation is "channel"
    And the verdict is "leaning"
    And it was decided by
      | heavy-local-service-by-capable-dealers-favours-channel |

  Scenario: Heavy service that hangs on a few experts
    Given a market cell where
      | market stage            | mature         |
      | service intensity       | high           |
      | expertise location      | central scarce |
      | product complexity      | high           |
      | partner capability      | low            |
      | partner customer access | low            |
      | own sales resources     | high           |
    When I ask for a recommendation
    Then the recommendation is "direct"
    And the verdict is "clear"
    And it was decided by
      | heavy-service-by-few-central-experts-favours-direct |

  Scenario: Service alone decides nothing
    Given the service intensity is "high"
    When I ask for a recommendation
    Then no rule has weighed anything
    And there is no recommendation, and the verdict is "too close to call"

  Scenario: The market grows faster than we can hire
    Given a market cell where
      | market stage            | fast growing |
      | coverage urgency        | high         |
      | own sales resources     | medium       |
      | partner capability      | medium       |
      | partner customer access | medium       |
      | incumbent channel lock  | none         |
      | segment divergence      | medium       |
    When I ask for a recommendation
    Then the recommendation is "channel"
    And the verdict is "open"
    And it was decided by
      | growth-faster-than-hiring-favours-partners |
    And the plan contains
      | structure-channel |

  Scenario: A scattered hybrid draws its line on the map
    Given a market cell where
      | market stage                    | fast growing |
      | segment divergence              | high         |
      | customer concentration          | low          |
      | geographic dispersion           | high         |
      | partner capability              | medium       |
      | partner customer access         | medium       |
      | incumbent channel lock          | none         |
      | own sales resources             | medium       |
      | self serve readiness            | low          |
    When I ask for a recommendation
    Then the recommendation is "hybrid"
    And the verdict is "open"
    And one boundary is "geography"

  Scenario: A subscription hybrid splits by the customer's life
    Given a market cell where
      | segment divergence              | high         |
      | revenue model                   | subscription |
      | customer concentration          | low          |
      | partner capability              | medium       |
      | partner customer access         | high         |
      | incumbent channel lock          | none         |
      | own sales resources             | medium       |
      | customer demands direct         | some key accounts |
      | customer requires local partner | some         |
    When I ask for a recommendation
    Then the recommendation is "hybrid"
    And the verdict is "open"
    And one boundary is "lifecycle"

  Scenario: Only the order line exists today
    Given a market cell where
      | market stage           | mature  |
      | own sales resources    | high    |
      | product complexity     | high    |
      | strategic control need | high    |
      | order line today       | working |
      | customer line today    | none    |
      | support line today     | none    |
    When I ask for a recommendation
    Then the recommendation is "direct"
    And the verdict is "clear"
    And the plan contains
      | balance-only-order-line |

  Scenario Outline: The same process, another value, another design
    Given a market cell where
      | market stage           | mature     |
      | own sales resources    | high       |
      | product complexity     | high       |
      | strategic control need | high       |
      | value of returns       | <position> |
    When I ask for a recommendation
    Then the plan contains "<design>"
    And the plan does not contain "<other>"

    Examples:
      | position            | design                 | other                  |
      | customer experience | returns-for-experience | returns-for-tracing    |
      | defect tracing      | returns-for-tracing    | returns-for-experience |

  Scenario: A technology would change the mode
    Given a market cell where
      | market stage              | mature   |
      | performance measurability | low      |
      | partner capability        | high     |
      | partner availability      | adequate |
      | incumbent channel lock    | none     |
      | service intensity         | high     |
      | strategic control need    | high     |
      | geographic dispersion     | high     |
      | self serve readiness      | low      |
      | product complexity        | high     |
      | partner customer access   | high     |
      | support line today        | partial  |
    When I ask for a recommendation
    Then the recommendation is "direct"
    And the verdict is "leaning"
    And I am told that the recommendation depends on a technology
    And the technologies come before the three lines and the scenarios in the plan

  Scenario: Answers that cannot both be true are named with what to ask again
    Given a market cell where
      | partner availability | none |
      | partner capability   | high |
    When I ask for a recommendation
    Then the answers to "partner availability" and "partner capability" are said to contradict each other
    And no decision is called clear

  Scenario: National customers in two cells that sell differently
    Given two market cells, "direct" and "channel" in mode, with many customers who buy in both
    When I ask for a recommendation
    Then the cells are compared, and the customers of both are to be settled

  Scenario: The vendor's must-haves come from this plan
    Given a market cell where
      | segment divergence      | high              |
      | customer demands direct | some key accounts |
      | partner capability      | medium            |
      | partner customer access | high              |
      | incumbent channel lock  | none              |
      | own sales resources     | medium            |
    When I ask for a recommendation
    Then the recommendation is "hybrid"
    And the verdict is "open"
    And the four vendor gates are in the plan
    And every system function in the plan names the items it has to carry
    And the plan contains "deal-registration-system"

  Scenario: 大客户要原厂，其余走渠道
    Given the 市场阶段 is "成熟稳定"
    And the segment divergence is "high"
    And the customer demands direct is "some key accounts"
    And the customer concentration is "medium"
    And the partner capability is "medium"
    And the partner customer access is "high"
    And the incumbent channel lock is "none"
    And the role separability is "high"
    And the own sales resources is "medium"
    And the digital governance readiness is "high"
    When I ask for a recommendation in Chinese
    Then the page says "建议：混合"
    And the page says "名单客户"
    And the page says "【原文】"
    And the page says "【实践】"

  Scenario: Every question answered and a wide lead make a clear verdict
    Given the example client with two market cells
    When I ask for a recommendation
    Then the cells are advised "direct" and "channel"
    And every verdict is "clear"
    And the plans of the two cells differ in their lines
