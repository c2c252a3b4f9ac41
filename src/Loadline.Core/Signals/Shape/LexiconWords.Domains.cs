namespace Loadline.Core.Signals.Shape;

/// <summary>Words that speak of a field; a word belongs to the first field that claims it.</summary>
internal static partial class LexiconWords
{
    public static readonly (Domain Domain, string Words)[] DomainWords =
    [
        (Domain.Law, """
            law laws legal lawsuit plaintiff defendant court courts judge jury statute statutory contract contracts liability liable
            negligence tort attorney lawyer felony misdemeanor murder manslaughter burglary robbery larceny constitutional constitution
            amendment prosecution prosecutor testimony evidence hearsay appeal jurisdiction landlord tenant lease easement deed trespass
            damages injunction indictment arrest warrant police convicted guilty crime criminal testified testify witness clause breach
            promise offeror offeree buyer seller conveyed devised mortgage trial admissible privilege custody divorce copyright patent
            trademark gdpr nda arbitration litigation counsel treaty sovereignty jurisprudence conveyance grantor grantee owner ordinance
            supreme_court
            """),
        (Domain.Medicine, """
            patient patients symptoms symptom diagnosis diagnose treatment disease diseases blood heart cardiac lung liver kidney renal
            cancer tumor infection virus viral bacterial antibiotic antibiotics vaccine vaccination clinical physician doctor nurse
            surgery surgical chronic acute fever pain hypertension diabetes insulin glucose mg dose dosage medication medications drug
            drugs year-old therapy pregnant pregnancy artery vein nerve muscle bone fracture syndrome lesion biopsy serum hemoglobin
            abdominal chest examination history_of emergency hospital pediatric immune antibody hormone thyroid vitamin nutrition dietary
            cholesterol obesity mortality prevalence hiv hepatitis asthma stroke pulmonary edema anemia medicine medical anatomy ibuprofen
            aspirin paracetamol warfarin metformin headache nausea rash migraine allergy health pulse respirations vital_signs bmi oral
            abnormalities
            """),
        (Domain.Finance, """
            finance financial bank banking loan mortgage_rate interest invest investment investor investors stock stocks bond bonds
            portfolio dividend dividends equity asset assets liabilities revenue profit accounting tax taxes taxation depreciation
            inventory ledger audit auditor budget inflation gdp monetary fiscal economy economic economics demand supply price prices
            market markets monopoly oligopoly elasticity cost marginal unemployment currency exchange_rate trade tariff tariffs imports
            exports wage wages securities maturity yield coupon cash cash_flow balance_sheet npv irr etf retirement pension credit debt
            payable receivable invoice quarterly earnings hedge option_price derivatives_market fed reserve aggregate consumption firms
            monopolistic per_capita money income goods production annual purchased
            """),
        (Domain.Business, """
            business company companies manager managers management employee employees organization organizational leadership strategy ceo
            stakeholders shareholders shareholder corporate corporation supplier procurement hiring recruitment recruit payroll hr startup
            entrepreneur operations logistics productivity workplace negotiation ethics_of csr responsibility supervisor team teams
            onboarding okr kpi kpis stakeholder merger acquisition franchise competitor competitors vendor meeting_agenda project_plan
            """),
        (Domain.Science, """
            atom atoms atomic molecule molecules molecular electron electrons proton neutron nucleus ion ions acid base acidic solution
            reaction reactions chemical chemistry compound oxygen hydrogen carbon nitrogen sodium chloride mole moles molar molarity
            physics energy mass velocity acceleration force gravity momentum photon photons wavelength frequency quantum magnetic electric
            charge particle particles temperature gas liquid thermodynamics entropy enthalpy equilibrium kinetic orbital spin cell cells
            dna rna protein proteins gene genes genetic chromosome chromosomes mutation enzyme enzymes species evolution organism
            organisms bacteria plants plant photosynthesis membrane mitochondria ecosystem population allele biology biological planet
            planets star stars galaxy telescope earth sun moon orbit solar geology climate rock radiation radioactive isotope spectrum nmr
            catalyst oxidation polymer wave waves light lens refraction relativity nuclear decay spectroscopy meiosis mitosis offspring
            recessive dominant cellular animal animals environment gravitational atmospheric surface_tension
            """),
        (Domain.Engineering, """
            voltage resistor capacitor circuit circuits transistor amplifier motor generator transformer impedance inductance ohm ohms
            amperes volt volts watt watts turbine compressor pump pipe beam steel concrete stress strain torque shaft bearing fluid flow
            viscosity reynolds heat_transfer conduction convection boiler refrigerant refrigerator cylinder piston horsepower psi lbf btu
            lbm conductor windings armature insulation nozzle duct welding gear gears bolt load loads reinforced signal filter bandwidth
            modulation antenna feedback_loop controller rpm reactor pressure_drop ft diode semiconductor coefficient diameter heat air
            soil engineer engineering hydraulic
            """),
        (Domain.Software, """
            software code programming python javascript java c++ c# function api database sql server servers algorithm compiler kernel
            linux docker kubernetes git bug debug memory cpu gpu cache thread threads packet packets tcp udp http https protocol
            encryption encrypted firewall malware hash array pointer stack queue binary byte bytes bit bits computer computers
            machine_learning neural_network classifier training_data overfitting gradient_descent regression app apps website frontend
            backend html css react typescript rust cloud aws azure devops microservices latency throughput processor operating_system
            instruction buffer overflow attacker password_hash router network networks dataset data file user input program programs
            segment gb boolean recursive runtime kafka postgres redis
            """),
        (Domain.Mathematics, """
            equation theorem polynomial integer integers matrix vector_space subgroup homomorphism eigenvalue derivative integral
            probability triangle perimeter algebra geometry calculus prime divisible polynomials graph_of function_f lim sqrt frac
            finite_field ring abelian isomorphic cyclic permutation continuous_function differentiable inequality coefficients parabola
            mathematics mathematical arithmetic sum_of product_of real_numbers digits remainder modulo sine cosine radians exponent
            logarithm factorial combinatorics binomial variance random_variable quadratic
            """),
        (Domain.History, """
            history historical century empire war wars king queen emperor revolution ancient medieval colonial colony colonies treaty_of
            dynasty renaissance roman rome greek_city ottoman slavery slave slaves soviet nazi napoleon civil_war world_war archaeological
            archaeologists civilization civilizations neolithic paleolithic hominid prehistoric maya inca aztec egypt mesopotamia peasants
            nobility feudal crusades church_of independence battle pharaoh monarchy industrial_revolution cold_war pottery peace
            western_europe reign excerpt passage_refers
            """),
        (Domain.Philosophy, """
            philosophy philosopher philosophical moral morally ethics ethical kant hume plato aristotle socrates utilitarian
            utilitarianism virtue metaphysics epistemology knowledge_is existentialism nietzsche descartes argument premise fallacy
            fallacies syllogism logic logical predicate propositional free_will consciousness_is deontological stoic stoicism soul god
            religion religious buddhist buddhism hindu islam islamic christian christianity judaism quran bible wrong ad_hominem happiness
            slippery_slope straw_man red_herring appeal_to truth_table
            """),
        (Domain.Psychology, """
            psychology psychologist psychologists psychological behavior behaviour cognitive cognition freud piaget erikson anxiety
            depression disorder disorders therapist counselor counseling client clients attachment conditioning reinforcement personality
            perception memory_recall emotion emotions emotional motivation self-esteem schizophrenia adolescent adolescents adolescence
            developmental stimulus attitude attitudes stereotypes child children sexual gender intelligence iq test_scores sociology
            sociologist aging older_adults marital family learning mental behavioral behavioural brain stimuli sensory social self_concept
            """),
        (Domain.Education, """
            student students teacher teachers school classroom homework curriculum lesson lessons exam exams grade_level university
            college quiz teach tutor worksheet syllabus kindergarten learner learners essay_topic study_guide professor degree scholarship
            """),
        (Domain.Support, """
            refund refunds account login password order shipping delivery delivered cancel subscription customer_service support ticket
            warranty return returned billing billed charged invoice_number broken replacement router_is reset troubleshoot device
            error_message not_working customer complaint package tracking card pin balance unlock activate username
            """),
        (Domain.Marketing, """
            marketing brand branding advertising advertisement campaign seo slogan tagline audience consumer consumers segmentation
            customers social_media instagram influencer conversion copywriting newsletter promotion market_segment public_relations
            product_launch landing_page click-through email_campaign ad_copy
            """),
        (Domain.Travel, """
            travel trip flight flights hotel hotels airport passport visa vacation itinerary tourist tourists luggage booking destination
            airline cruise hostel beach sightseeing tour car_rental
            """),
        (Domain.Entertainment, """
            movie movies film films song songs music album singer actor actress game games gaming anime manga novel tv show series episode
            player players team_won football basketball baseball soccer tennis nba nfl olympics concert band guitar character fiction
            netflix dungeon poem story fantasy hero
            """),
        (Domain.Politics, """
            government president congress senate election elections vote voters voting democratic republican policy political politics
            parliament minister democracy foreign_policy security states legislation lobbying campaign_finance nato un united_nations
            federal federalism sanctions diplomacy terrorism military immigration geopolitics geopolitical
            """),
        (Domain.Food, """
            recipe recipes cook cooking bake baking oven ingredients meal dinner lunch breakfast restaurant chicken beef pasta rice sauce
            soup salad cake bread flour sugar butter garlic onion vegetarian vegan calories spicy
            """),
    ];
}
