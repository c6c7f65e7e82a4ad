Feature: Owning the rules
  A domain expert edits the rule files, and is told what is wrong and what to do.

  Scenario: The knowledge as it is has no findings
    When I check the rules
    Then nothing is found

  Scenario: A misspelt option is found where it stands
    Given my own copy of the rules, in which "product_complexity: high" became "product_complexity: hihg"
    When I check the rules
    Then I am told the file, the line and the column
    And I am asked whether I meant "high"
    And the program ends with code 1

  Scenario: A rule without a source for its literature is found
    Given my own copy of the rules, in which "sources: [sa-vinhas-anderson-2005, bergestuen-2021]" became "sources: []"
    When I check the rules
    Then the page says "basis literature needs sources"

  Scenario: An example that is not true is found
    Given my own copy of the rules, in which "silent: [{customer_demands_direct: some_key_accounts}]" became "silent: [{customer_demands_direct: most}]"
    When I test the rules
    Then the page says "should stay silent, but fired"
    And the program ends with code 1

  Scenario: The advice is held against documented decisions
    When I measure the accuracy
    Then the page says "strict (the mode that was used): 81 of 100"
    And the page says "cross-validated"
    And the page says "H10 Texas Instruments"
    And the page says "they are no evidence of success"

  Scenario: A mistake is explained where I work
    Given my own copy of the rules, in which "product_complexity: high" became "product_complexity: hihg"
    When I check the rules
    Then the page says "To read more: mvpod rules explain-code MV302"
    When I type "mvpod rules explain-code MV302"
    Then the page says "What to do"
    And the page says "Use one of the options listed"
    And the program ends with code 0

  Scenario: The same mistake is told in Chinese
    Given my own copy of the rules, in which "product_complexity: high" became "product_complexity: hihg"
    When I type "mvpod rules check --lang zh"
    Then the page says "是不是想写：high"
    And the program ends with code 1
    When I type "mvpod rules explain-code MV302 --lang zh"
    Then the page says "怎么改"

  Scenario: The examples of a new rule run at once, and it is a draft until it is signed
    Given my own copy of the rules
    When I add the rule "framework-buying-favours-direct": when "framework_buying=most", then "for=direct", strength "moderate"
    Then the page says "It is a draft and takes no part in the advice"
    When I check the rules
    Then the page says "1 draft takes no part in the advice: framework-buying-favours-direct"
    And the page does not say "error"
    When I type "mvpod rules test --drafts -k framework-buying-favours-direct"
    Then the page says "2 passed, 0 failed, 0 errors"

  Scenario: A word that is not there is not guessed into my files
    Given my own copy of the rules
    When I type "mvpod rules new rule mine --when product_complexty=high --then for=direct"
    Then the page says "did you mean product_complexity"
    And the program ends with code 2
    When I check the rules
    Then nothing is found

  Scenario: A case test that fails shows what came and the near miss
    Given my own copy of the rules
    And the case test
      """
        - id: hard-products-need-our-people
          title: {zh: 难讲的产品要自己卖, en: Hard products need our own people}
          given: {customization_level: high}
          expect: {fires: [hard-to-learn-product-favours-direct], mode: hybrid}
      """
    When I type "mvpod rules test rules/mine.cases.yaml"
    Then the page says "expected mode: hybrid; came: direct, channel or hybrid (open)"
    And the page says "should fire, but stayed silent: hard-to-learn-product-favours-direct"
    And the page says "The least that makes it fire: Difficulty of the product: not known → high"
    And the program ends with code 1

  Scenario: Coverage names what no test has tried
    Given my own copy of the rules, in which "deal_size_usd: 50000, purchase_frequency: frequent" became "deal_size_usd: 50000, purchase_frequency: periodic"
    When I type "mvpod rules coverage --at-least 100"
    Then the page says "recurring-accounts-of-size-are-visited"
    And the page says "Purchase frequency was never tried with 'frequent'"
    And the program ends with code 1

  Scenario: A mistake that no test would notice becomes a test
    Given my own copy of the rules
    And my own rule "framework-buying-favours-direct": when "framework_buying=most", then "for=direct", strength "moderate"
    When I make "framework-buying-favours-direct" wrong on purpose
    And I keep the first test it suggests
    And I make "framework-buying-favours-direct" wrong on purpose
    Then fewer mistakes go unnoticed than before
    When I test the rules
    Then the program ends with code 0

  Scenario: Two rules that say the same are found, whatever they are called
    Given my own copy of the rules
    And my own rule "near-customers-are-ours-to-visit": when "geographic_dispersion=low", then "for=direct", strength "weak"
    When I have the rules proved
    Then the page says "MV403"
    And the answers shown for MV403 make both "near-customers-are-ours-to-visit" and "customers-close-together-suit-direct" fire
    And the program ends with code 1

  Scenario: A rule that breaks a promise is found, with answers that show it
    Given my own copy of the rules
    And my own rule "plain-results-are-ours-to-earn": when "performance_measurability=high", then "for=direct", strength "strong"
    When I have the rules proved
    Then the page says "MV411"
    And the page says "plain-results-are-ours-to-earn"
    And the answers shown for MV411 come closer to "direct" when "performance_measurability" is raised to "high"
    And the program ends with code 1

  Scenario: Two rules that conclude different things are shown the answers on which both do
    Given my own copy of the rules
    And the file "rules/derive/mine.yaml" of my own
      """
      family: {zh: 我的, en: Mine}
      rules:
        - id: small-rich-orders-never-carry-visits
          title: {zh: 小单养不起上门, en: Small orders never carry visits}
          when: {deal_size_usd: tiny}
          then:
            - {conclude: {small_orders_carry_visits: false}}
          because: {principle: [M1], basis: proposal, reason: {zh: 单子太小。, en: The orders are too small.}}
          examples:
            fires: [{deal_size_usd: 3000}]
            silent: [{deal_size_usd: 90000}]
      """
    When I check the rules
    Then the page says "small-frequent-rich-orders-carry-visits"
    And the page says "purchase_frequency: frequent"
    And the program ends with code 1

  Scenario: I am told what my edit changes in the advice
    Given my own copy of the rules, in which "when: {own_sales_resources: high}" became "when: {own_sales_resources: [medium, high]}"
    When I compare it with the rules as they came, "en"
    Then the page says "rule funded-sales-force-favours-direct › when: {own_sales_resources: high} → {own_sales_resources: [high, medium]}"
    And the page says "Result: the advice changes."
    And the program ends with code 1

  Scenario: I am told that nothing changes, and that this is proved
    Given my own copy of the rules, in which "when: {own_sales_resources: high}" became "when: {all: [{own_sales_resources: high}]}"
    When I compare it with the rules as they came, "zh"
    Then the page says "结论：建议没有变化"
    And the program ends with code 0

  Scenario: A renamed answer is still understood in old files
    Given my own copy of the rules
    And the case
      """
      client: Old client
      answers: {product_complexity: high, deal_size_usd: 250000}
      """
    When I type "mvpod rules rename product_complexity time_to_learn"
    Then the page says "product_complexity is now time_to_learn"
    When I type "mvpod recommend case.yaml"
    Then the page says "Recommended: direct"
    And the page says "the former name 'product_complexity: high'"
    When I check the rules
    Then nothing is found

  Scenario: Tidying up keeps my comments
    Given my own copy of the rules
    And I wrote "ask Lin Mei" beside "when: {product_complexity: high}"
    When I type "mvpod rules fmt"
    Then my comment is still there
    When I type "mvpod rules fmt --check"
    Then the program ends with code 0

  Scenario: A table from Excel is compared before it is written
    Given my own copy of the rules
    When the table "support-line" goes to Excel and comes back with "At entry the support line earns credibility" as "First be believed"
    Then the page says "At entry the support line earns credibility → First be believed"
    And the page says "Nothing was written"
    And the table says "At entry the support line earns credibility"
    When I type "mvpod rules import sheet.xlsx --to support-line --write"
    Then the table says "First be believed"
    And the program ends with code 0

  Scenario: A rejected advice becomes a failing test with my name
    Given my own copy of the rules
    When "Lin Mei" rejects the first advice under review, because "our partners know these customers"
    And I test the rules
    Then the page says "Lin Mei rejected the advice on"
    And the page says "our partners know these customers"
    And the program ends with code 1

  Scenario: The reference says what touches a question
    Given my own copy of the rules
    And my own rule "framework-buying-favours-direct": when "framework_buying=most", then "for=direct", strength "moderate"
    When I type "mvpod rules docs -o reference --without catalogue"
    Then the page "facts/20-customers.md" of the reference in "reference" names "rule-framework-buying-favours-direct"
    And the page "facts/20-customers.md" of the reference in "reference" names "tenders-are-pursued-as-one-scenario"

  Scenario: While I edit I am told what is new and what is mended
    Given my own copy of the rules
    And mvpod watches my copy while I edit
    When I save "rules/mode/product.yaml" with "{product_complexity: high}" as "{product_complexity: hihg}"
    Then I hear "did you mean: high"
    And I hear "1 new finding."
    When I save "rules/mode/product.yaml" with "{product_complexity: hihg}" as "{product_complexity: high}"
    Then I hear "Mended:"
    And Ctrl-C ends it
