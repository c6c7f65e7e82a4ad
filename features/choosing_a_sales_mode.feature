Feature: Choosing a sales mode for a market cell
  A consultant gives what is known of a market cell and gets a mode, with the evidence for and against it.

  Scenario: A handful of large customers is served directly
    Given the product complexity is "high"
    And the target account count is "40"
    And the customer concentration is "high"
    And the deal size usd is "800,000"
    And the partner customer access is "low"
    When I ask for a recommendation
    Then the recommendation is "direct"
    And I see the evidence for and against each mode, in points that add up
    And the reason "Fewer than 200 accounts can all be served direct" is given with its principle and what it rests on

  Scenario: Small orders from many customers go through partners who know them
    Given the market stage is "mature"
    And the deal size usd is "3,000"
    And the target account count is "200,000"
    And the purchase frequency is "rare"
    And the self serve readiness is "low"
    And the partner capability is "high"
    And the partner customer access is "high"
    And the own market power is "low"
    And the incumbent channel lock is "none"
    When I ask for a recommendation
    Then the recommendation is "channel"

  Scenario: Different customers at the head and in the tail make a hybrid, with a boundary and its rules
    Given the segment divergence is "high"
    And the customer concentration is "medium"
    And the customer demands direct is "some key accounts"
    And the customer requires local partner is "some"
    And the own sales resources is "medium"
    When I ask for a recommendation
    Then the recommendation is "hybrid"
    And the plan names a boundary
    And the plan contains "rules-of-engagement"
    And the plan contains "synergy-test"

  Scenario: Why not dealers?
    Given the target account count is "40"
    And the partner capability is "medium"
    And the partner customer access is "high"
    And the own sales resources is "high"
    And the deal size usd is "800,000"
    And the performance measurability is "low"
    And the incumbent channel lock is "none"
    And the own market power is "medium"
    When I ask for a recommendation
    Then the recommendation is "direct"
    And I see how many points the channel is behind, and its best argument

  Scenario: Customers who insist on the manufacturer rule a channel out
    Given the customer demands direct is "most"
    And the partner capability is "high"
    When I ask for a recommendation
    Then "channel" is vetoed by "Most customers insist on contracting with the maker: excludes a channel"

  Scenario: Without partners there is neither a channel nor a hybrid
    Given the partner availability is "none"
    When I ask for a recommendation
    Then the recommendation is "direct"
    And "channel" is vetoed by "No qualified partner: excludes channel and hybrid"
    And "hybrid" is vetoed by "No qualified partner: excludes channel and hybrid"

  Scenario: Knowing nothing decides nothing
    When I ask for a recommendation
    Then there is no recommendation, and the verdict is "too close to call"
    And the program ends with code 4

  Scenario: What I do not know is told, with what it could change
    Given the segment divergence is "high"
    And the own sales resources is "don't know"
    When I ask for a recommendation
    Then "own sales resources" is listed as not known
    And I see which modes the open answers leave possible

  Scenario: Answering more never takes an argument away
    Given the product complexity is "high"
    And the customer concentration is "high"
    When I ask for a recommendation
    And I answer every other question with "don't know", one after the other
    Then no argument has gone

  Scenario: Two market cells of one client get different advice
    Given the example client with two market cells
    When I ask for a recommendation
    Then the cells are advised "direct" and "channel"

  Scenario: Both engines give the same advice
    Given the example client with two market cells
    When I ask both engines for a recommendation
    Then they differ in nothing but their names

  Scenario: 用中文得到同样的建议
    Given the 目标客户数 is "40"
    And the 产品讲解难度 is "难讲"
    When I ask for a recommendation in Chinese
    Then the page says "建议：直销"
    And the page says "证据（分）"

  Scenario: Shares of potential leave room for two routes alone
    Given the share must contract with maker pct is "40"
    And the share only local pct is "35"
    And the customer concentration is "60"
    When I ask for a recommendation
    Then the recommendation is "hybrid"
    And the page says "Over a quarter must contract with the maker: excludes a channel"
    And the page says "On the shares given, we would contract about"

  Scenario: Two modes that are level are told with what decides
    Given the market distance is "far"
    And the own sales resources is "high"
    When I ask for a recommendation
    Then the recommendation is "direct"
    And the page says "have the same points, and direct goes first: one route before two"

  Scenario: A company that wants a hold on customers who return sells itself
    Given the value focus is "control"
    And the revenue model is "subscription"
    When I ask for a recommendation
    Then the recommendation is "direct"
    And the page says "A control focus and recurring revenue favour direct sales"

  Scenario: A company after growth takes the partners there are
    Given the value focus is "growth"
    And the partner availability is "abundant"
    And the incumbent channel lock is "none"
    When I ask for a recommendation
    Then the recommendation is "channel"
    And the page says "A growth focus and available partners favour a channel"

  Scenario: A company after cash takes partners who buy the goods, if their credit is sound
    Given the value focus is "cash"
    And the partner type is "distributors and resellers"
    And the partner credit is "sound"
    When I ask for a recommendation
    Then the recommendation is "channel"
    And the page says "A cash focus favours partners who buy the goods"

  Scenario: Orders on our own web today are direct sales
    Given the own web share today pct is "40"
    When I ask for a recommendation
    Then the recommendation is "direct"

  Scenario: Tenders that dealers win are contracted by dealers
    Given the buying complexity is "high"
    And the tender bidder is "dealers"
    When I ask for a recommendation
    Then the recommendation is "channel"

  Scenario: Yuan at the head, yuan in the tail, and what a seller costs
    Given the head account usd year is "200万元"
    And the tail account usd year is "3000元"
    And the seller cost usd year is "45万元"
    And the accounts per seller is "60"
    And the gross margin band is "40"
    And the self serve readiness is "low"
    When I ask for a recommendation
    Then the recommendation is "hybrid"
    And the page says "Large accounts pay for a seller and small ones do not: favours a hybrid"

  Scenario Outline: One answer about who sells tells who contracts
    Given the <question> is "<words>"
    And the <beside> is "<is>"
    When I ask for a recommendation
    Then the page says "<title>"

    Examples:
      | question                    | words                          | beside               | is     | title |
      | specifier                   | a consultant or design institute | education need     | high   | Design institutes or consultants specify the brand: favours our own people |
      | specifier                   | an integrator or contractor    | integration need     | low    | Integrators who choose the brand favour a channel |
      | value focus                 | margin                         | deal size usd        | 400,000 | A margin focus and large deals favour direct sales |
      | customer data holder        | a local party alone            | education need       | high   | Only a local entity may hold customer data: counts against direct sales |
      | tender bidder               | dealers                        | education need       | high   | Dealers who bid or are on the approved lists hold the contract |
      | existing channel dependence | 75                             | education need       | high   | Over 60% of revenue through partners: keep a partner route |
      | partner type                | agents                         | education need       | high   | Referral partners leave the contract with us |
      | partner type                | to be built                    | partner availability | scarce | Dealers who can be developed keep a channel possible |
      | partner small numbers       | bound by contract              | education need       | high   | Exclusive contracts tie us to a partner route for now |
      | marketplace buying          | many                           | education need       | high   | Buying on marketplaces leaves the contract with us |
      | offer type                  | consumables                    | value focus          | control | A control focus and recurring revenue favour direct sales |
      | customer data holder        | the maker alone                | education need       | high   | Only the maker may hold customer data: counts against a channel |
      | partner credit              | weak                           | education need       | high   | Partners with weak credit count against a channel |
      | self serve readiness        | low, but closed at a distance  | deal size usd        | 3,000  | Inside sales make small deals viable for direct sales |
      | assortment need             | high, and ours fills it        | education need       | high   | Our own range covers the basket: favours direct sales |
      | service intensity           | high, and for few experts      | education need       | high   | Heavy service by a few central experts favours direct sales |
      | third party compliance risk | high, and nobody can check     | education need       | high   | Third-party risk that cannot be vetted excludes a channel |

  Scenario Outline: A deal is measured against what a seller costs, in any currency
    Given the deal size usd is "<deal>"
    And the seller cost usd year is "<cost>"
    And the sales cycle months is "8"
    When I ask for a recommendation
    Then the deal is told to be "<band>"

    Examples:
      | deal      | cost   | band   |
      | 60万元    | 45万元 | large  |
      | $83,000   | 62,000 | large  |
      | 60万元    | don't know | medium |
      | $83,000   | 300,000 | medium |
      | €2,000    | 50万元 | tiny   |
